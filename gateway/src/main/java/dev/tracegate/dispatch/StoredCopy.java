package dev.tracegate.dispatch;

import dev.tracegate.flow.Batch;
import java.util.OptionalLong;

/**
 * The stored form of a batch that is in memory too. The attempts with the batch and with its parts share the copy. It is deleted when every
 * segment was delivered, refused or shed, which may be before the copy has been written.
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

    /** A batch that was read from the overflow. */
    static StoredCopy stored(Overflow.Stored stored) {
        return new StoredCopy(stored.batch().size(), State.STORED, stored.id());
    }

    /** A batch that the overflow has been asked to store. */
    static StoredCopy writing(Batch batch) {
        return new StoredCopy(batch.size(), State.WRITING, 0);
    }

    /** @param answer the id in the overflow; empty where it was not stored */
    void written(OptionalLong answer) {
        state = answer.isPresent() ? State.STORED : State.REFUSED;
        id = answer.orElse(0);
    }

    /** Whether there is no copy after all. */
    boolean isRefused() {
        return state == State.REFUSED;
    }

    /** Whether exactly this batch is stored, and none of its segments has ended. */
    boolean isWhole(Batch batch) {
        return state == State.STORED && left == segments && batch.size() == segments;
    }

    /** Segments came to their end. */
    void ended(int more) {
        left -= more;
    }

    /** Whether it is to be deleted now. */
    boolean isOver() {
        return state == State.STORED && left == 0;
    }

    /** Of a stored one, in the overflow. */
    long id() {
        return id;
    }
}
