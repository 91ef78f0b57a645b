package dev.tracegate.identity;

import dev.tracegate.tenant.Trust;
import dev.tracegate.tenant.Workload;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this host says of an address, before anybody has confirmed it.
 *
 * @param instance the container instance that reported it; null while the agent is not registered
 * @param dockerId of the container that has the address; null where it is the task's
 * @param trust that it has once it is confirmed
 */
public record Claim(InetAddress address, String taskArn, String family, String cluster, @Nullable String instance,
        @Nullable String dockerId, Trust trust, String epoch, @Nullable Instant since) {

    /** The same task's, of that container at that address. */
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

    /** The task as the host alone knows it. */
    Workload workload() {
        return new Workload(taskArn, name(cluster), family, null, Map.of(), null);
    }

    /** Of a cluster, by its ARN or name. */
    public static String name(String cluster) {
        return cluster.substring(cluster.lastIndexOf('/') + 1);
    }
}
