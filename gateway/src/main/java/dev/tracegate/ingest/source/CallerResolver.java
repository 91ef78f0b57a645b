package dev.tracegate.ingest.source;

import dev.tracegate.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;

/** Resolves the tenant of a client on TCP :2000 by its address. */
@FunctionalInterface
public interface CallerResolver {

    /** The result of resolving a client. */
    sealed interface Caller {

        /** A client of this tenant. */
        record Known(TenantId tenant) implements Caller {}

        /** The client belongs to no tenant. */
        record Unknown() implements Caller {}

        /** The client could not be resolved in time; a later call may succeed. */
        record Unresolved() implements Caller {}
    }

    /** @return completes within 0.5 s on the caller's event loop; does not fail */
    Future<Caller> of(SocketAddress client);

    /** Every client belongs to the tenant {@code default}. */
    static CallerResolver single() {
        var known = Future.<Caller>succeededFuture(new Caller.Known(TenantId.DEFAULT));
        return client -> known;
    }
}
