package dev.tracegate.identity;

/**
 * A source that is somebody's, or in dispute.
 *
 * @param source its address; with the port where the port is what tells senders apart
 * @param seenNanos when it last sent, on the monotonic clock
 */
public record Sender<T>(String source, OwnershipFinding answer, Resolution<T> resolution, long seenNanos) {}
