package dev.tracegate.identity;

import dev.tracegate.tenant.Trust;
import dev.tracegate.tenant.Workload;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this host reports about an address, not confirmed yet.
 *
 * @param instance the container instance that reported it; null while the agent is not registered
 * @param dockerId of the container that has the address; null if the task itself has it
 * @param trust of the owner once the claim is confirmed
 */
public record Claim(InetAddress address, String taskArn, String family, String cluster, @Nullable String instance,
        @Nullable String dockerId, Trust trust, String epoch, @Nullable Instant since) {

    /** The same claim for a container of the task and one of its addresses. */
    public Claim of(BridgeContainer container, InetAddress at) {
        return new Claim(at, taskArn, family, cluster, instance, container.dockerId(), trust, container.epoch(),
                container.since());
    }

    public Claim on(@Nullable String containerInstance) {
        return new Claim(address, taskArn, family, cluster, containerInstance, dockerId, trust, epoch, since);
    }

    public OwnershipFinding.Known known(Workload workload, Trust confirmed) {
        return new OwnershipFinding.Known(workload, confirmed, epoch, since);
    }

    /** The task with the data of this host alone. */
    Workload workload() {
        return new Workload(taskArn, name(cluster), family, null, Map.of(), null);
    }

    /** The name of a cluster, from its ARN or name. */
    public static String name(String cluster) {
        return cluster.substring(cluster.lastIndexOf('/') + 1);
    }
}
