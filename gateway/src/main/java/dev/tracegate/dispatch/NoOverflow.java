package dev.tracegate.dispatch;

import dev.tracegate.flow.Batch;
import dev.tracegate.tenant.TenantId;
import io.vertx.core.Future;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** The overflow of a gateway without a spool: batches stay in memory. */
enum NoOverflow implements Overflow {
    INSTANCE;

    @Override
    public boolean accepts(TenantId tenant) {
        return false;
    }

    @Override
    public boolean hasMore(Predicate<TenantId> ready) {
        return false;
    }

    @Override
    public Future<Boolean> put(Batch batch) {
        return Future.succeededFuture(false);
    }

    @Override
    public Future<OptionalLong> copy(Batch batch) {
        return Future.succeededFuture(OptionalLong.empty());
    }

    @Override
    public Future<List<Stored>> take(Predicate<TenantId> ready, long bytes) {
        return Future.succeededFuture(List.of());
    }

    @Override
    public void done(long id) {}

    @Override
    public void release(long id) {}
}
