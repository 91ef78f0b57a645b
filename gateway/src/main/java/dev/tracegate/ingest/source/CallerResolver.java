package dev.tracegate.ingest.source;

import dev.tracegate.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;

/** Resolves the tenant of a client on TCP :2000 by its address. */
@FunctionalInterface
public interface CallerResolver {

    /** What is known of a client. */
    sealed interface Caller {

        record Known(TenantId tenant) implements Caller {}

        /** No tenant's. */
        record Stranger() implements Caller {}

        /** Not known in time; it may be soon. */
        record Unsure() implements Caller {}
    }

    /** @return within half a second, on the caller's event loop; does not fail */
    Future<Caller> of(SocketAddress client);

    /** Every client is the tenant {@code default}. */
    static CallerResolver single() {
        var known = Future.<Caller>succeededFuture(new Caller.Known(TenantId.DEFAULT));
        return client -> known;
    }
}
