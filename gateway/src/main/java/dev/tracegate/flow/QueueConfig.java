package dev.tracegate.flow;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.tenant.Destination;

/**
 * What one tenant may take of the queues, and where its segments go.
 *
 * @param destination whose turns it takes part in
 * @param weight its share of the budget and of the turns, against the others' weights; 1 to 100
 * @param bytes the most its segments may take from arrival to their end, as the {@link SegmentBudget} charges them
 */
public record QueueConfig(Destination destination, int weight, long bytes) {
    /** An equal share, and no limit but the budget. */
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
