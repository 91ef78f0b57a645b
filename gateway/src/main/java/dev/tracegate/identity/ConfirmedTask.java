package dev.tracegate.identity;

import dev.tracegate.identity.EcsTasks.Task;
import dev.tracegate.tenant.Workload;
import java.util.Optional;
import java.util.Set;

/**
 * What ECS said of a task and does not change while it lives. Its addresses are no part of it: they come from the agent or the kernel each
 * time.
 *
 * @param instance the ARN of the container instance it runs on
 * @param runtimeIds the Docker ids of containers that are its
 * @param seenMillis when the task was last claimed and confirmed, on the wall clock
 */
record ConfirmedTask(Workload workload, String instance, Set<String> runtimeIds, long seenMillis) {

    ConfirmedTask {
        runtimeIds = Set.copyOf(runtimeIds);
    }

    /** Empty for one that does not run, or on no container instance. */
    static Optional<ConfirmedTask> of(Task task, long nowMillis) {
        var instance = task.containerInstanceArn();
        return task.running() && instance != null
                ? Optional.of(new ConfirmedTask(task.workload(), instance, task.runtimeIds(), nowMillis))
                : Optional.empty();
    }

    String arn() {
        return workload.taskArn();
    }

    ConfirmedTask seenAt(long nowMillis) {
        return new ConfirmedTask(workload, instance, runtimeIds, nowMillis);
    }

    /**
     * A container is the task's for ever, so a claim by container is as good as ever. That an address is the task's is the agent's word here,
     * and of one trust less. Empty where a claim says something else.
     */
    Optional<Answer> confirms(Claim claim) {
        var container = claim.dockerId();
        if (!instance.equals(claim.instance()) || (container != null && !runtimeIds.contains(container))) {
            return Optional.empty();
        }
        return Optional.of(
                claim.known(workload, container == null ? claim.trust().withoutProof() : claim.trust()));
    }
}
