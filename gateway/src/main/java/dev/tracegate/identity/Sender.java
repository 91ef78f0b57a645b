package dev.tracegate.identity;

/**
 * A sender with an owner, or whose owner is in dispute.
 *
 * @param source its address; with the port where the port identifies the sender
 * @param seenNanos when it last sent, on the monotonic clock
 */
public record Sender<T>(String source, OwnershipFinding answer, Resolution<T> resolution, long seenNanos) {}
