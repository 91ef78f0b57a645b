package dev.tracegate.identity;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A container with its own addresses, or, in host mode, with none.
 *
 * @param dockerId 64 hex digits
 * @param taskId 32 hex digits, the task in its labels; null if there is none
 * @param epoch differs between two containers, and between two starts of one
 * @param since when it was created: no earlier datagram is from it
 */
public record BridgeContainer(String dockerId, @Nullable String taskId, Set<InetAddress> addresses, String epoch,
        Instant since) {}
