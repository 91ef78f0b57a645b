package dev.tracegate.flow;

/** A queue's place among the others: mutable, and touched by {@link DeficitRoundRobin} alone. */
final class QueueState {

    enum Place {
        /** Nothing waits. */
        NONE,
        /** Waits for more, or for its time. */
        LINGERING,
        /** Full or due. */
        READY,
        /** May not send, whatever waits. */
        PAUSED
    }

    Place place = Place.NONE;
    /** When it stops lingering; fixed while it does. */
    long dueNanos;
    /** Bytes it may still send in this round; below 0 where its last batch took more. */
    long credit;
}
