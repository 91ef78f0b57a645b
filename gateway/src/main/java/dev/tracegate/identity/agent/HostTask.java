package dev.tracegate.identity.agent;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A task as the ECS agent lists it. A stopped task stays listed, with its addresses, for three hours.
 *
 * @param desired RUNNING or STOPPED; empty if the agent does not report it
 * @param known PENDING until all its containers run, RUNNING, or STOPPED
 * @param addresses of its network interface in awsvpc mode; else empty
 */
public record HostTask(String arn, String desired, String known, String family, List<Container> containers,
        Set<InetAddress> addresses) {

    /** @param created null until the container exists */
    public record Container(String dockerId, @Nullable Instant created) {}

    /**
     * Whether it may have a process. A task that is being stopped still sends its last segments; one that is starting sends its first ones.
     */
    public boolean isAlive() {
        return known.equals("RUNNING") || (known.equals("PENDING") && !desired.equals("STOPPED"));
    }

    public String state() {
        return arn + " is " + known + (desired.isEmpty() || desired.equals(known) ? "" : ", to be " + desired);
    }

    /** When its first container was created; null until the agent knows it of every container. */
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
