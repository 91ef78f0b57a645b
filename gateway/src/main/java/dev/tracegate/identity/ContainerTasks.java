package dev.tracegate.identity;

import dev.tracegate.tenant.Trust;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whose containers are: the ECS agent says which task has a container, and the verification whether that is so. Owned by one loop.
 *
 * @param who says which containers there are
 * @param trust of what is confirmed
 */
record ContainerTasks(String who, Trust trust, Introspection introspection, Verification verification) {

    /** The agent's list, after the containers were seen: it must know of every one. */
    Future<Listed> listed() {
        return introspection.lookAnew().map(host -> new Listed(this, host, byContainer(host)));
    }

    private static Map<String, HostTask> byContainer(Introspection.Host host) {
        var byContainer = new HashMap<String, HostTask>();
        host.tasks().forEach(task -> task.containers().forEach(part -> byContainer.put(part.dockerId(), task)));
        return byContainer;
    }

    /** What the agent lists at one time. */
    record Listed(ContainerTasks tasks, Introspection.Host host, Map<String, HostTask> byContainer) {

        /** @param address that it sends from */
        Answer of(BridgeContainer container, InetAddress address) {
            return Optional.ofNullable(byContainer.get(container.dockerId()))
                    .map(task -> answer(address, container, task))
                    .orElseGet(() -> stranger(container));
        }

        /** After the last of a look: time to ask about those that are open. */
        void pursue() {
            tasks.verification.pursue(host.cluster());
        }

        /** One that the agent has just made, one of its own beside a task's, or none of its. */
        private Answer stranger(BridgeContainer container) {
            var why = "container " + container.epoch() + " has it, which the ECS agent does not list";
            var id = container.taskId();
            var task = host.tasks().stream().filter(one -> one.id().equals(id)).findFirst();
            boolean itsPause = task.filter(one -> !one.addresses().isEmpty()).isPresent();
            return id == null || itsPause
                    ? new Answer.Unknown(why)
                    : new Answer.Waiting(task.map(HostTask::arn).orElse(id), why);
        }

        private Answer answer(InetAddress address, BridgeContainer container, HostTask task) {
            if (!task.isAlive()) {
                return new Answer.Unknown(task.state());
            } else if (container.taskId() != null && !container.taskId().equals(task.id())) {
                return new Answer.Unknown(tasks.who + " has container " + container.epoch() + " in task "
                        + container.taskId() + ", the ECS agent in " + task.arn());
            }
            return tasks.verification.check(new Claim(address, task.arn(), task.family(), host.cluster(),
                    host.instance(), container.dockerId(), tasks.trust, container.epoch(), container.since()));
        }
    }
}
