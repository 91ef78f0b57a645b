package dev.tracegate.identity.agent;

import dev.tracegate.identity.Claim;
import dev.tracegate.identity.IdentitySource;
import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.Verification;
import dev.tracegate.tenant.Trust;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tasks in awsvpc mode, each with its own address, from the ECS agent's list. {@link UnlistedOwners} handles tasks that are no longer in the
 * list. Owned by one loop.
 */
public final class IntrospectionSource implements IdentitySource {
    private final Introspection introspection;
    private final Verification verification;
    private final UnlistedOwners owners;
    private final LongSupplier nanoClock;
    /** The cluster of the last list; empty before the first. */
    private String cluster = "";
    private @Nullable String incompleteReason;

    public IntrospectionSource(Introspection introspection, Verification verification, LongSupplier nanoClock) {
        this.introspection = introspection;
        this.verification = verification;
        this.owners = new UnlistedOwners(verification, nanoClock);
        this.nanoClock = nanoClock;
    }

    @Override
    public String name() {
        return "introspection";
    }

    @Override
    public Future<Map<InetAddress, OwnershipFinding>> poll() {
        return introspection.poll().map(this::answers).recover(this::withoutList);
    }

    private Map<InetAddress, OwnershipFinding> answers(Introspection.Host host) {
        var answers = new HashMap<InetAddress, OwnershipFinding>();
        cluster = host.cluster();
        host.tasks().stream().filter(task -> !task.isAlive()).forEach(task -> {
            owners.ended(task.arn());
            task.addresses().forEach(address -> answers.put(address, new OwnershipFinding.Unknown(task.state())));
        });
        var claims = host.tasks()
                .stream()
                .filter(HostTask::isAlive)
                .flatMap(task -> task.addresses().stream().map(address -> claim(host, task, address)))
                .toList();
        claims.forEach(claim -> answers.merge(claim.address(), checked(claim), OwnershipFinding::and));
        checkRivals(claims);
        var listed = host.tasks().stream().map(HostTask::arn).collect(Collectors.toSet());
        var unlisted = owners.unlisted(listed, claims.stream().map(Claim::address).collect(Collectors.toSet()));
        answers.putAll(unlisted);
        incompleteReason = unlisted.isEmpty() ? null
                : "its list lacks " + unlisted.size() + " addresses of tasks that have not ended as far as is known";
        verification.poll(cluster);
        return answers;
    }

    /** An agent that has not registered yet does not name the container instance. A confirmed task is still on the instance that ECS named. */
    private OwnershipFinding checked(Claim claim) {
        var where = claim.instance() == null ? owners.instanceOf(claim) : claim.instance();
        var complete = claim.on(where);
        var answer = verification.check(complete);
        if (answer instanceof OwnershipFinding.Known known) {
            owners.confirmed(complete, known);
        } else {
            owners.denied(claim);
        }
        return answer;
    }

    /** When two tasks claim one address, the first may have ended since ECS confirmed it. */
    private void checkRivals(List<Claim> claims) {
        var once = new HashMap<InetAddress, Claim>();
        var rivals = new HashSet<Claim>();
        for (var claim : claims) {
            var other = once.putIfAbsent(claim.address(), claim);
            if (other != null && !other.taskArn().equals(claim.taskArn())) {
                rivals.add(other);
                rivals.add(claim);
            }
        }
        long recently = nanoClock.getAsLong() - Verification.RECENT_NANOS;
        rivals.forEach(claim -> verification.taskState(claim.taskArn(), recently));
    }

    @Override
    public @Nullable String incompleteReason() {
        return incompleteReason;
    }

    /** A network interface belongs to one task while the task runs, so the task's id is the epoch. */
    private static Claim claim(Introspection.Host host, HostTask task, InetAddress address) {
        return new Claim(address, task.arn(), task.family(), host.cluster(), host.instance(), null, Trust.A, task.id(),
                task.created());
    }

    private Future<Map<InetAddress, OwnershipFinding>> withoutList(Throwable away) {
        verification.poll(cluster);
        incompleteReason = String.valueOf(away.getMessage());
        return cluster.isEmpty() ? Future.failedFuture(away) : Future.succeededFuture(owners.all());
    }
}
