package dev.tracegate.dispatch;

import dev.tracegate.flow.Batch;
import dev.tracegate.flow.BatchState;
import dev.tracegate.flow.RecalledBatch;
import org.jspecify.annotations.Nullable;

/**
 * A batch with its state, the history of its calls and its stored copy. Compared by identity, because two batches may have equal segments.
 *
 * @param <S> the state of the batch; {@link #as} continues with the next state
 */
final class BatchAttempt<S extends BatchState> {
    private final S state;
    private final AttemptHistory history;
    private @Nullable StoredCopy copy;
    private long startedNanos;

    private BatchAttempt(S state, AttemptHistory history, @Nullable StoredCopy copy) {
        this.state = state;
        this.history = history;
        this.copy = copy;
    }

    /** A batch from the queues. */
    static <S extends BatchState> BatchAttempt<S> fresh(S state) {
        return new BatchAttempt<>(state, AttemptHistory.NONE, null);
    }

    /** A batch that was read back from the overflow. */
    static BatchAttempt<RecalledBatch> recalled(RecalledBatch state, StoredCopy copy) {
        return new BatchAttempt<>(state, AttemptHistory.NONE, copy);
    }

    /** The batch, or a part of it, in its next state. */
    <T extends BatchState> BatchAttempt<T> as(T next) {
        return as(next, history);
    }

    /** The batch, or a part of it, in its next state and with a new history. */
    <T extends BatchState> BatchAttempt<T> as(T next, AttemptHistory now) {
        return new BatchAttempt<>(next, now, copy);
    }

    S state() {
        return state;
    }

    Batch batch() {
        return state.batch();
    }

    AttemptHistory history() {
        return history;
    }

    /** The stored copy; null if the batch is in memory only. */
    @Nullable
    StoredCopy copy() {
        return copy == null || copy.isRefused() ? null : copy;
    }

    /** Sets the copy of a batch that was in memory only until now. */
    void copied(StoredCopy stored) {
        copy = stored;
    }

    /** A call with the batch starts. */
    void start(long now) {
        startedNanos = now;
    }

    long startedNanos() {
        return startedNanos;
    }
}
