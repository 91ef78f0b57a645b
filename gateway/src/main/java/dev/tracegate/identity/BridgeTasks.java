package dev.tracegate.identity;

import dev.tracegate.tenant.Trust;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose the containers on the bridge are: the ECS agent says which task has a container, and the verification whether that is so. Owned by
 * one loop.
 *
 * @param who says which containers there are
 */
record BridgeTasks(String who, Introspection introspection, Verification verification) {

    /** The agent's list comes last: it must know of every container that was seen. */
    Future<Map<InetAddress, Answer>> of(List<BridgeContainer> containers) {
        return introspection.lookAnew().map(host -> answers(containers, host));
    }

    private Map<InetAddress, Answer> answers(List<BridgeContainer> containers, Introspection.Host host) {
        var byContainer = new HashMap<String, HostTask>();
        host.tasks().forEach(task -> task.containers().forEach(part -> byContainer.put(part.dockerId(), task)));
        var answers = new HashMap<InetAddress, Answer>();
        for (var container : containers) {
            var task = Optional.ofNullable(byContainer.get(container.dockerId()));
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
    private static Answer stranger(BridgeContainer container, Introspection.Host host) {
        var why = "container " + container.epoch() + " has it, which the ECS agent does not list";
        var id = container.taskId();
        var task = host.tasks().stream().filter(one -> one.id().equals(id)).findFirst();
        boolean itsPause = task.filter(one -> !one.addresses().isEmpty()).isPresent();
        return id == null || itsPause
                ? new Answer.Unknown(why)
                : new Answer.Waiting(task.map(HostTask::arn).orElse(id), why);
    }

    private Answer answer(InetAddress address, BridgeContainer container, HostTask task, Introspection.Host host) {
        if (!task.isAlive()) {
            return new Answer.Unknown(task.state());
        } else if (container.taskId() != null && !container.taskId().equals(task.id())) {
            return new Answer.Unknown(who + " has container " + container.epoch() + " in task " + container.taskId()
                    + ", the ECS agent in " + task.arn());
        }
        return verification.check(new Claim(address, task.arn(), task.family(), host.cluster(), host.instance(),
                container.dockerId(), Trust.B, container.epoch(), container.since()));
    }
}
