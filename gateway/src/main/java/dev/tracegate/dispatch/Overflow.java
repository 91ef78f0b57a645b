package dev.tracegate.dispatch;

import dev.tracegate.flow.Batch;
import dev.tracegate.tenant.TenantId;
import io.vertx.core.Future;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Where batches wait when memory is short: the spool, or nothing. Called on the dispatcher's loop; every answer comes back there. What it
 * has stored it keeps, over a restart too, until it is told {@link #done}.
 */
public interface Overflow {

    /** A batch that has come back; stored until {@link #done}. */
    record Stored(long id, Batch batch) {}

    /** Whether a batch of the tenant may be put now. False where there is no overflow, not for this tenant, it is full, or out of order. */
    boolean accepts(TenantId tenant);

    /** Whether something is stored of a ready tenant that has not been taken. */
    boolean hasMore(Predicate<TenantId> ready);

    /** Stores a batch. Completes with whether it is stored; never fails. */
    Future<Boolean> put(Batch batch);

    /**
     * Stores a copy of a batch that the caller still sends. Like a batch that was put and taken, the copy is kept until {@link #done} or
     * {@link #release}. Completes with the copy's id, empty if it was not stored; never fails.
     */
    Future<OptionalLong> copy(Batch batch);

    /**
     * The oldest batches of ready tenants that are not taken yet, at most so many bytes of documents, but one if there is any; never fails.
     */
    Future<List<Stored>> take(Predicate<TenantId> ready, long bytes);

    /** Every segment of the batch has come to its end. */
    void done(long id);

    /** A batch that was taken is given back, to be taken again or after a restart. */
    void release(long id);

    /** Nothing is ever stored. */
    static Overflow none() {
        return NoOverflow.INSTANCE;
    }
}
