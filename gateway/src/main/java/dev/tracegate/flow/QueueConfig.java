package dev.tracegate.flow;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.tenant.Destination;

/**
 * The limits of one tenant's queue, and its destination.
 *
 * @param destination where its segments go
 * @param weight its share of the budget and of the sending capacity, relative to the weights of other tenants; 1 to 100
 * @param bytes maximum memory of its segments from arrival to outcome, as charged by the {@link SegmentBudget}
 */
public record QueueConfig(Destination destination, int weight, long bytes) {
    /** Weight 1, and no limit except the budget. */
    public static final QueueConfig OPEN = new QueueConfig(Destination.ONLY, 1, Long.MAX_VALUE);

    public QueueConfig {
        if (weight < 1 || weight > 100) {
            throw new IllegalArgumentException("limits.weight must be 1 to 100, was " + weight);
        }
        if (bytes < 1) {
            throw new IllegalArgumentException("limits.queueBytes must be more than 0, was " + bytes);
        }
    }
}
