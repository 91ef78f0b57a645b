package dev.tracegate.identity;

import dev.tracegate.identity.EcsTasks.Task;
import org.jspecify.annotations.Nullable;

/**
 * Checks a claim against ECS's answer about the task.
 *
 * @param task null where ECS does not know it
 */
record EcsProof(Claim claim, @Nullable Task task) {

    Answer answer() {
        if (task == null) {
            return new Answer.Unknown("ECS does not know " + claim.taskArn());
        } else if (!task.running()) {
            return new Answer.Unknown("ECS says that " + claim.taskArn() + " has stopped");
        } else if (claim.instance() == null) {
            return new Answer.Waiting(claim.taskArn(), "the agent does not say which container instance this is");
        } else if (!claim.instance().equals(task.containerInstanceArn())) {
            return new Answer.Unknown("ECS says that " + claim.taskArn() + " runs on " + task.containerInstanceArn());
        } else {
            return claim.dockerId() == null ? byAddress(task) : byContainer(claim.dockerId(), task);
        }
    }

    private Answer byAddress(Task running) {
        if (running.addresses().contains(claim.address())) {
            return claim.known(running.workload(), claim.trust());
        }
        return running.addresses().isEmpty()
                ? new Answer.Waiting(claim.taskArn(), "ECS has no address of it yet")
                : new Answer.Unknown("ECS says that " + claim.taskArn() + " has other addresses");
    }

    private Answer byContainer(String dockerId, Task running) {
        return running.runtimeIds().contains(dockerId)
                ? claim.known(running.workload(), claim.trust())
                : new Answer.Waiting(claim.taskArn(), "ECS does not know its container " + dockerId + " yet");
    }
}
