package dev.tracegate.identity.bridge;

import dev.tracegate.identity.BridgeContainer;
import dev.tracegate.identity.Claim;
import dev.tracegate.identity.LruMap;
import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.Verification;
import dev.tracegate.identity.agent.HostTask;
import dev.tracegate.identity.agent.Introspection;
import dev.tracegate.tenant.Trust;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the task of each container: the ECS agent reports it, and the verification confirms it. A container never changes its task. So the
 * agent's report is used while the container exists, even if the agent does not answer, or has just started and lists no task; ECS still has to
 * confirm it. Owned by one loop.
 */
public final class ContainerTasks {
    /** Four times the containers of the largest hosts, some 500 bytes each. */
    static final int MOST = 4_096;
    private static final long REFRESH_NANOS = Duration.ofSeconds(30).toNanos();

    private final String who;
    private final Trust trust;
    private final Introspection introspection;
    private final Verification verification;
    private final LongSupplier nanoClock;
    private final LruMap<String, Claim> claimed = new LruMap<>(MOST);
    private String cluster = "";

    /**
     * @param who lists the containers, for messages
     * @param trust of a confirmed owner
     */
    public ContainerTasks(String who, Trust trust, Introspection introspection, Verification verification,
            LongSupplier nanoClock) {
        this.who = who;
        this.trust = trust;
        this.introspection = introspection;
        this.verification = verification;
        this.nanoClock = nanoClock;
    }

    /**
     * The agent's list, read after the containers were listed, so that it includes each of them. Without the agent, its earlier reports are used.
     */
    public Future<Listed> listed() {
        return introspection.pollAgain().map(host -> {
            cluster = host.cluster();
            return new Listed(this, host, byContainer(host));
        })
                .recover(away -> claimed.isEmpty()
                        ? Future.failedFuture(away)
                        : Future.succeededFuture(
                                new Listed(this, new Introspection.Host(cluster, null, List.of()), Map.of())));
    }

    private static Map<String, HostTask> byContainer(Introspection.Host host) {
        var byContainer = new HashMap<String, HostTask>();
        host.tasks().forEach(task -> task.containers().forEach(part -> byContainer.put(part.dockerId(), task)));
        return byContainer;
    }

    private OwnershipFinding check(Claim claim, BridgeContainer container) {
        var answer = verification.check(claim);
        if (answer instanceof OwnershipFinding.Unknown) {
            claimed.remove(container.dockerId());
        } else {
            claimed.put(container.dockerId(), claim);
        }
        return answer;
    }

    /** The finding by an earlier report of the agent; null if it never listed the container. */
    private @Nullable OwnershipFinding claimedBefore(BridgeContainer container, InetAddress address) {
        var before = claimed.get(container.dockerId());
        if (before == null) {
            return null;
        }
        // the agent does not answer; ECS may know that the task has been stopped
        verification.taskState(before.taskArn(), nanoClock.getAsLong() - REFRESH_NANOS);
        return check(before.of(container, address), container);
    }

    /** One list of the agent. */
    public record Listed(ContainerTasks tasks, Introspection.Host host, Map<String, HostTask> byContainer) {

        /** @param address from which the container sends */
        public OwnershipFinding of(BridgeContainer container, InetAddress address) {
            var task = byContainer.get(container.dockerId());
            if (task != null) {
                return answer(address, container, task);
            }
            var before = tasks.claimedBefore(container, address);
            return before == null ? unlisted(container) : before;
        }

        /** Called after the last claim of a poll: requests the open claims from ECS. */
        public void poll() {
            tasks.verification.poll(host.cluster());
        }

        /** A container that the agent has just created, its pause container of a task, or one that is not of the agent. */
        private OwnershipFinding unlisted(BridgeContainer container) {
            var why = "container " + container.epoch() + " has it, which the ECS agent does not list";
            var id = container.taskId();
            var task = host.tasks().stream().filter(one -> one.id().equals(id)).findFirst();
            boolean isPause = task.filter(one -> !one.addresses().isEmpty()).isPresent();
            return id == null || isPause
                    ? new OwnershipFinding.Unknown(why)
                    : new OwnershipFinding.Waiting(task.map(HostTask::arn).orElse(id), why);
        }

        private OwnershipFinding answer(InetAddress address, BridgeContainer container, HostTask task) {
            if (!task.isAlive()) {
                tasks.claimed.remove(container.dockerId());
                return new OwnershipFinding.Unknown(task.state());
            } else if (container.taskId() != null && !container.taskId().equals(task.id())) {
                return new OwnershipFinding.Unknown(tasks.who + " has container " + container.epoch() + " in task "
                        + container.taskId() + ", the ECS agent in " + task.arn());
            }
            var before = tasks.claimed.get(container.dockerId());
            // before it has registered, an agent reports no container instance
            var instance = host.instance() == null && before != null ? before.instance() : host.instance();
            return tasks.check(new Claim(address, task.arn(), task.family(), host.cluster(), instance,
                    container.dockerId(), tasks.trust, container.epoch(), container.since()), container);
        }
    }
}
