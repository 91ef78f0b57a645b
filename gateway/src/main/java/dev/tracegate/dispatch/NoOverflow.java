package dev.tracegate.dispatch;

import dev.tracegate.flow.Batch;
import io.vertx.core.Future;
import java.util.List;

/** No spool: memory is all there is. */
enum NoOverflow implements Overflow {
    INSTANCE;

    @Override
    public boolean accepts() {
        return false;
    }

    @Override
    public boolean hasMore() {
        return false;
    }

    @Override
    public Future<Boolean> put(Batch batch) {
        return Future.succeededFuture(false);
    }

    @Override
    public Future<List<Stored>> take(long bytes) {
        return Future.succeededFuture(List.of());
    }

    @Override
    public void done(long id) {}

    @Override
    public void release(long id) {}
}
