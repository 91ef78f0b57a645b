package dev.tracegate.dispatch;

import dev.tracegate.flow.Batch;
import dev.tracegate.tenant.TenantId;
import io.vertx.core.Future;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Port to durable storage for batches that do not fit in memory: the spool, or nothing. Called on the dispatcher's loop, where every future
 * completes. A stored batch is kept, also over a restart, until {@link #done}.
 */
public interface Overflow {

    /** A batch that was read back. It stays stored until {@link #done}. */
    record Stored(long id, Batch batch) {}

    /** Whether a batch of the tenant may be stored now. False if there is no storage, none for this tenant, or it is full or unusable. */
    boolean accepts(TenantId tenant);

    /** Whether batches of a ready tenant are stored that have not been taken. */
    boolean hasMore(Predicate<TenantId> ready);

    /** Stores a batch. Completes with whether it is stored; the future never fails. */
    Future<Boolean> put(Batch batch);

    /**
     * Stores a copy of a batch that the caller still sends. Like a batch that was put and taken, the copy is kept until {@link #done} or
     * {@link #release}. Completes with the copy's id, empty if it was not stored; the future never fails.
     */
    Future<OptionalLong> copy(Batch batch);

    /**
     * Takes the oldest batches of ready tenants that are not taken yet. The future never fails.
     *
     * @param bytes maximum bytes of documents to take; exceeded if the first batch alone is larger
     */
    Future<List<Stored>> take(Predicate<TenantId> ready, long bytes);

    /** Deletes the batch, because every segment has an outcome. */
    void done(long id);

    /** Returns a batch that was taken, so that it can be taken again, now or after a restart. */
    void release(long id);

    /** Stores nothing. */
    static Overflow none() {
        return NoOverflow.INSTANCE;
    }
}
