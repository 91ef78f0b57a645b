package dev.tracegate.identity.agent;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A task as the ECS agent lists it. Stopped ones stay listed, with the addresses they had, for three hours.
 *
 * @param desired RUNNING or STOPPED; empty where the agent does not say
 * @param known PENDING until all its containers run, RUNNING, or STOPPED
 * @param addresses of its network interface; empty but in awsvpc mode
 */
public record HostTask(String arn, String desired, String known, String family, List<Container> containers,
        Set<InetAddress> addresses) {

    /** @param created null until there is one */
    public record Container(String dockerId, @Nullable Instant created) {}

    /**
     * Whether a process of it may be there. One whose end is wanted still sends its last segments; one that is not all there yet sends its
     * first.
     */
    public boolean isAlive() {
        return known.equals("RUNNING") || (known.equals("PENDING") && !desired.equals("STOPPED"));
    }

    public String state() {
        return arn + " is " + known + (desired.isEmpty() || desired.equals(known) ? "" : ", to be " + desired);
    }

    /** When its first container was made; null while the agent does not know it of all. */
    @Nullable
    Instant created() {
        return containers.isEmpty() || containers.stream().anyMatch(container -> container.created() == null)
                ? null
                : containers.stream()
                        .map(container -> Objects.requireNonNull(container.created()))
                        .min(Instant::compareTo)
                        .orElseThrow();
    }

    /** The last part of the ARN. */
    public String id() {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
