package dev.tracegate.identity.ecs;

import dev.tracegate.identity.Claim;
import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.ecs.EcsTasks.Task;
import dev.tracegate.tenant.Workload;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a task that ECS confirmed and that do not change while it runs. Addresses are not included: they come from the agent or the
 * kernel each time.
 *
 * @param instance the ARN of the container instance it runs on
 * @param runtimeIds the Docker ids of its containers
 * @param seenMillis when the task was last claimed and confirmed, on the wall clock
 */
record ConfirmedTask(Workload workload, String instance, Set<String> runtimeIds, long seenMillis) {

    /** Bytes of the records, maps and fixed texts of one task, without their characters. */
    private static final int FRAME = 400;
    /** Bytes of a text and its map entry, without its characters. */
    private static final int A_TEXT = 40;

    ConfirmedTask {
        runtimeIds = Set.copyOf(runtimeIds);
    }

    /** Empty for a task that does not run or has no container instance. */
    static Optional<ConfirmedTask> of(Task task, long nowMillis) {
        var instance = task.containerInstanceArn();
        return task.running() && instance != null
                ? Optional.of(new ConfirmedTask(task.workload(), instance, task.runtimeIds(), nowMillis))
                : Optional.empty();
    }

    String arn() {
        return workload.taskArn();
    }

    /** Approximate bytes in memory; fifty long tags take 24 KiB. */
    long held() {
        long characters = (long) arn().length() + instance.length() + workload.cluster().length()
                + workload.family().length()
                + length(workload.service()) + length(workload.roleArn());
        for (var tag : workload.tags().entrySet()) {
            characters += A_TEXT + tag.getKey().length() + A_TEXT + tag.getValue().length();
        }
        for (var id : runtimeIds) {
            characters += A_TEXT + id.length();
        }
        return FRAME + characters;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    ConfirmedTask seenAt(long nowMillis) {
        return new ConfirmedTask(workload, instance, runtimeIds, nowMillis);
    }

    /**
     * A container never changes its task, so a claim by container keeps its trust. A claim by address rests on the agent alone, so its trust
     * is one lower. Empty if the claim contradicts these facts.
     */
    Optional<OwnershipFinding> confirms(Claim claim) {
        var container = claim.dockerId();
        if (!instance.equals(claim.instance()) || (container != null && !runtimeIds.contains(container))) {
            return Optional.empty();
        }
        return Optional.of(
                claim.known(workload, container == null ? claim.trust().withoutProof() : claim.trust()));
    }
}
