package dev.tracegate.dispatch;

import dev.tracegate.flow.Batch;
import io.vertx.core.Future;
import java.util.List;

/**
 * Where batches wait when memory is short: the spool, or nothing. Called on the dispatcher's loop; every answer comes back there. What it
 * has stored it keeps, over a restart too, until it is told {@link #done}.
 */
public interface Overflow {

    /** A batch that has come back; stored until {@link #done}. */
    record Stored(long id, Batch batch) {}

    /** Whether a batch may be put now. False where there is none, it is full, or out of order. */
    boolean accepts();

    /** Whether something is stored that has not been taken. */
    boolean hasMore();

    /** Stores a batch. Completes with whether it is stored; never fails. */
    Future<Boolean> put(Batch batch);

    /** The oldest batches that are not taken yet, at most so many bytes of documents, but one if there is any; never fails. */
    Future<List<Stored>> take(long bytes);

    /** Every segment of the batch has come to its end. */
    void done(long id);

    /** A batch that was taken is given back, to be taken again or after a restart. */
    void release(long id);

    /** Nothing is ever stored. */
    static Overflow none() {
        return NoOverflow.INSTANCE;
    }
}
