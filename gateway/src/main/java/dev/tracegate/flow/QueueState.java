package dev.tracegate.flow;

/** A queue's state in the scheduler of its destination. Mutable; only {@link DeficitRoundRobin} uses it. */
final class QueueState {

    enum Place {
        /** The queue is empty. */
        NONE,
        /** Waits until it is full or due. */
        LINGERING,
        /** Full or due: scheduled. */
        READY,
        /** The tenant may not send. */
        PAUSED
    }

    Place place = Place.NONE;
    /** When the queue is due, in nanoseconds. Does not change while it lingers. */
    long dueNanos;
    /** Bytes that the queue may still send in this round; negative if its last batch exceeded the credit. */
    long credit;
}
