package dev.tracegate.flow;

/** A queue's place in the turns of its destination. Mutable; only {@link DeficitRoundRobin} uses it. */
final class QueueState {

    enum Place {
        /** The queue is empty. */
        NONE,
        /** Waits until it is full or due. */
        LINGERING,
        /** Full or due: takes part in the turns. */
        READY,
        /** The tenant may not send. */
        PAUSED
    }

    Place place = Place.NONE;
    /** When the queue is due. Does not change while it lingers. */
    long dueNanos;
    /** Bytes that the queue may still send in this round; negative where its last batch was larger than that. */
    long credit;
}
