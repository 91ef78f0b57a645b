package dev.tracegate.http;

import java.time.Duration;

/**
 * The bounds on the callers of a listener.
 *
 * @param connections open at once
 * @param perAddress open at once from one remote address
 * @param idle between two requests of a connection, and before its first
 * @param head from the first byte of a request's head to its end
 * @param body from the end of the head to the end of the body
 * @param reply until the caller has taken a reply
 */
public record ListenerLimits(int connections, int perAddress, Duration idle, Duration head, Duration body,
        Duration reply) {
    /** A client on the same host or network sends what it has within milliseconds, and retransmits a lost packet within 1 to 3 seconds. */
    private static final Duration TRANSFER = Duration.ofSeconds(10);

    /** With the usual deadlines for head, body and reply. */
    public static ListenerLimits of(int connections, int perAddress, Duration idle) {
        return new ListenerLimits(connections, perAddress, idle, TRANSFER, TRANSFER, TRANSFER);
    }

    /** The same deadline for everything. */
    public ListenerLimits within(Duration each) {
        return new ListenerLimits(connections, perAddress, each, each, each, each);
    }
}
