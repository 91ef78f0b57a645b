package dev.tracegate.http;

import java.time.Duration;

/**
 * The limits on the callers of a listener.
 *
 * @param connections most open at once
 * @param perAddress most open at once from one remote address
 * @param idle longest time between two requests of a connection, and before its first
 * @param head longest time from the first byte of a request's head to its end
 * @param body longest time from the end of the head to the end of the body
 * @param reply longest time for the caller to receive a reply
 */
public record ListenerLimits(int connections, int perAddress, Duration idle, Duration head, Duration body,
        Duration reply) {
    /** A client on the same host or network sends within milliseconds, and retransmits a lost packet within 1 to 3 seconds. */
    private static final Duration TRANSFER = Duration.ofSeconds(10);

    /** Limits with deadlines of 10 s for head, body and reply. */
    public static ListenerLimits of(int connections, int perAddress, Duration idle) {
        return new ListenerLimits(connections, perAddress, idle, TRANSFER, TRANSFER, TRANSFER);
    }

    /** These limits with one deadline for everything. */
    public ListenerLimits within(Duration each) {
        return new ListenerLimits(connections, perAddress, each, each, each, each);
    }
}
