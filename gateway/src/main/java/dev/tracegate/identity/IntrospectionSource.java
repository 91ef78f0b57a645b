package dev.tracegate.identity;

import dev.tracegate.tenant.Trust;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tasks in awsvpc mode, by the ECS agent's list: an address of its own for each. While the agent is away, those that ECS says still run go
 * on. Owned by one loop.
 */
public final class IntrospectionSource implements IdentitySource {
    private final Introspection introspection;
    private final Verification verification;
    private List<Claim> claims = List.of();
    private String cluster = "";
    private @Nullable String blindness;

    public IntrospectionSource(Introspection introspection, Verification verification) {
        this.introspection = introspection;
        this.verification = verification;
    }

    @Override
    public String name() {
        return "introspection";
    }

    @Override
    public Future<Map<InetAddress, Answer>> look() {
        return introspection.look().map(this::answers).recover(this::vouched);
    }

    private Map<InetAddress, Answer> answers(Introspection.Host host) {
        var answers = new HashMap<InetAddress, Answer>();
        blindness = null;
        cluster = host.cluster();
        claims = host.tasks()
                .stream()
                .filter(HostTask::isAlive)
                .flatMap(task -> task.addresses().stream().map(address -> claim(host, task, address)))
                .toList();
        host.tasks()
                .stream()
                .filter(task -> !task.isAlive())
                .forEach(task -> task.addresses()
                        .forEach(address -> answers.put(address, new Answer.Unknown(task.state()))));
        claims.forEach(claim -> answers.merge(claim.address(), verification.check(claim), Answer::and));
        verification.pursue(cluster);
        return answers;
    }

    @Override
    public @Nullable String blindness() {
        return blindness;
    }

    /** An interface is one task's as long as the task lives, so the task's id is the epoch. */
    private static Claim claim(Introspection.Host host, HostTask task, InetAddress address) {
        return new Claim(address, task.arn(), task.family(), host.cluster(), host.instance(), null, Trust.A, task.id(),
                task.created());
    }

    private Future<Map<InetAddress, Answer>> vouched(Throwable away) {
        var answers = new HashMap<InetAddress, Answer>();
        claims.stream()
                .filter(claim -> verification.vouchesFor(claim.taskArn()))
                .forEach(claim -> answers.merge(claim.address(), verification.check(claim), Answer::and));
        verification.pursue(cluster);
        blindness = String.valueOf(away.getMessage());
        return answers.isEmpty() ? Future.failedFuture(away) : Future.succeededFuture(answers);
    }
}
