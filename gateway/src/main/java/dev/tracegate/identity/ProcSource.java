package dev.tracegate.identity;

import dev.tracegate.tenant.Trust;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Tasks on Docker's bridge: the kernel says which container has an address, the ECS agent which task has the container. A neighbour on the
 * bridge that may open raw sockets (Docker's default) can pretend to be another, hence the trust. Owned by one loop; scans on a worker.
 */
public final class ProcSource implements IdentitySource {
    private final Vertx vertx;
    private final ProcScan scan;
    private final Introspection introspection;
    private final Verification verification;

    public ProcSource(Vertx vertx, ProcScan scan, Introspection introspection, Verification verification) {
        this.vertx = vertx;
        this.scan = scan;
        this.introspection = introspection;
        this.verification = verification;
    }

    @Override
    public String name() {
        return "proc";
    }

    @Override
    public Future<Map<InetAddress, Answer>> look() {
        // the agent's list last: it must know of every container that the scan has seen
        return vertx.executeBlocking(scan::containers, false)
                .map(containers -> Objects.requireNonNull(containers))
                .compose(containers -> introspection.lookAnew().map(host -> answers(containers, host)));
    }

    private Map<InetAddress, Answer> answers(List<ProcScan.Container> containers, Introspection.Host host) {
        var byContainer = new HashMap<String, HostTask>();
        host.tasks().forEach(task -> task.containers().forEach(part -> byContainer.put(part.dockerId(), task)));
        var answers = new HashMap<InetAddress, Answer>();
        for (var container : containers) {
            var task = Optional.ofNullable(byContainer.get(container.cgroup().dockerId()));
            container.addresses()
                    .forEach(address -> answers.merge(address,
                            task.map(of -> answer(address, container, of, host))
                                    .orElseGet(() -> stranger(container, host)),
                            Answer::and));
        }
        verification.pursue(host.cluster());
        return answers;
    }

    /** One that the agent has just made, one of its own beside a task's, or none of its. */
    private static Answer stranger(ProcScan.Container container, Introspection.Host host) {
        var why = "container " + container.epoch() + " has it, which the ECS agent does not list";
        var id = container.cgroup().taskId();
        var task = host.tasks().stream().filter(one -> one.id().equals(id)).findFirst();
        boolean itsPause = task.filter(one -> !one.addresses().isEmpty()).isPresent();
        return id == null || itsPause
                ? new Answer.Unknown(why)
                : new Answer.Waiting(task.map(HostTask::arn).orElse(id), why);
    }

    private Answer answer(InetAddress address, ProcScan.Container container, HostTask task, Introspection.Host host) {
        var group = container.cgroup();
        if (!task.isAlive()) {
            return new Answer.Unknown(task.state());
        } else if (group.taskId() != null && !Objects.equals(group.taskId(), task.id())) {
            return new Answer.Unknown("the kernel has container " + container.epoch() + " in task " + group.taskId()
                    + ", the ECS agent in " + task.arn());
        }
        return verification.check(new Claim(address, task.arn(), task.family(), host.cluster(), host.instance(),
                group.dockerId(), Trust.B, container.epoch(), container.since()));
    }
}
