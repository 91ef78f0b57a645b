package dev.tracegate.identity;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A container with addresses of its own, or, in host mode, with none.
 *
 * @param dockerId 64 hex digits
 * @param taskId 32 hex digits, the task that its labels name; null if they name none
 * @param epoch another one is another container
 * @param since nothing that was sent before is from it
 */
public record BridgeContainer(String dockerId, @Nullable String taskId, Set<InetAddress> addresses, String epoch,
        Instant since) {}
