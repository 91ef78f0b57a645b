package dev.tracegate.identity.ecs;

import dev.tracegate.identity.Claim;
import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.ecs.EcsTasks.Task;
import org.jspecify.annotations.Nullable;

/**
 * Checks a claim against ECS's answer about the task.
 *
 * @param task null if ECS does not know it
 */
record EcsProof(Claim claim, @Nullable Task task) {

    OwnershipFinding answer() {
        if (task == null) {
            return new OwnershipFinding.Unknown("ECS does not know " + claim.taskArn());
        } else if (!task.running()) {
            return new OwnershipFinding.Unknown("ECS says that " + claim.taskArn() + " has stopped");
        } else if (claim.instance() == null) {
            return new OwnershipFinding.Waiting(claim.taskArn(),
                    "the agent does not say which container instance this is");
        } else if (!claim.instance().equals(task.containerInstanceArn())) {
            return new OwnershipFinding.Unknown(
                    "ECS says that " + claim.taskArn() + " runs on " + task.containerInstanceArn());
        } else {
            return claim.dockerId() == null ? byAddress(task) : byContainer(claim.dockerId(), task);
        }
    }

    private OwnershipFinding byAddress(Task running) {
        if (running.addresses().contains(claim.address())) {
            return claim.known(running.workload(), claim.trust());
        }
        return running.addresses().isEmpty()
                ? new OwnershipFinding.Waiting(claim.taskArn(), "ECS has no address of it yet")
                : new OwnershipFinding.Unknown("ECS says that " + claim.taskArn() + " has other addresses");
    }

    private OwnershipFinding byContainer(String dockerId, Task running) {
        return running.runtimeIds().contains(dockerId)
                ? claim.known(running.workload(), claim.trust())
                : new OwnershipFinding.Waiting(claim.taskArn(), "ECS does not know its container " + dockerId + " yet");
    }
}
