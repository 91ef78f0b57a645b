package dev.tracegate.dispatch;

import dev.tracegate.flow.Batch;
import java.util.OptionalLong;

/**
 * The stored copy of a batch that is also in memory. All attempts with the batch and with parts of it share the copy. It is deleted when every
 * segment has ended, which can be before the copy has been written.
 */
final class StoredCopy {
    private final int segments;
    private int left;
    private State state;
    private long id;

    private enum State {
        WRITING, STORED, REFUSED
    }

    private StoredCopy(int segments, State state, long id) {
        this.segments = segments;
        this.left = segments;
        this.state = state;
        this.id = id;
    }

    /** The copy of a batch that was read from the overflow. */
    static StoredCopy stored(Overflow.Stored stored) {
        return new StoredCopy(stored.batch().size(), State.STORED, stored.id());
    }

    /** A copy that is being written. */
    static StoredCopy writing(Batch batch) {
        return new StoredCopy(batch.size(), State.WRITING, 0);
    }

    /** @param stored the id in the overflow; empty if the copy was not stored */
    void written(OptionalLong stored) {
        state = stored.isPresent() ? State.STORED : State.REFUSED;
        id = stored.orElse(0);
    }

    /** Whether the overflow did not store the copy. */
    boolean isRefused() {
        return state == State.REFUSED;
    }

    /** Whether the copy has exactly this batch's segments, and none of them has ended. */
    boolean isWhole(Batch batch) {
        return state == State.STORED && left == segments && batch.size() == segments;
    }

    /** {@code more} further segments have ended. */
    void ended(int more) {
        left -= more;
    }

    /** Whether the copy must be deleted now. */
    boolean isOver() {
        return state == State.STORED && left == 0;
    }

    /** The id in the overflow; of a stored copy only. */
    long id() {
        return id;
    }
}
