package dev.tracegate.ingest.source;

import dev.tracegate.identity.Resolution;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;

/** Clients on TCP, known as the senders of datagrams are. Crosses to the loop that knows them, and back. */
public final class AddressCallerResolver implements CallerResolver {
    /** SDKs give up after a second or two and come again. */
    private static final long PATIENCE_MILLIS = 400;
    /** No UDP port: a tenant's own UDP port says nothing about a TCP connection. */
    private static final int NO_PORT = -1;

    private final Vertx vertx;
    private final Context loop;
    private final TenantResolver tenants;
    private final LongSupplier nanoClock;

    /** @param loop that of {@code tenants} */
    public AddressCallerResolver(Vertx vertx, Context loop, TenantResolver tenants, LongSupplier nanoClock) {
        this.vertx = vertx;
        this.loop = loop;
        this.tenants = tenants;
        this.nanoClock = nanoClock;
    }

    @Override
    public Future<Caller> of(SocketAddress client) {
        Promise<Caller> answer = Promise.promise();
        var source = new InetSocketAddress(InetAddress.ofLiteral(client.hostAddress()), client.port());
        loop.runOnContext(go -> ask(source, answer));
        // a promise completes on the thread that completes it; the client's connection has a loop of its own
        Promise<Caller> here = ((ContextInternal) vertx.getOrCreateContext()).promise();
        answer.future().onComplete(here);
        return here.future();
    }

    private void ask(InetSocketAddress source, Promise<Caller> answer) {
        var resolution = tenants.of(source, NO_PORT, nanoClock.getAsLong());
        if (resolution instanceof Resolution.Pending<TenantRateLimiter> pending) {
            long late = vertx.setTimer(PATIENCE_MILLIS, timer -> answer.tryComplete(new Caller.Unsure()));
            pending.then(end -> {
                vertx.cancelTimer(late);
                answer.tryComplete(caller(end));
            });
        } else {
            answer.complete(caller(resolution));
        }
    }

    private static Caller caller(Resolution<TenantRateLimiter> resolution) {
        return switch (resolution) {
            case Resolution.Owned<TenantRateLimiter>(var admission) -> new Caller.Known(admission.tenant());
            case Resolution.Refused<TenantRateLimiter>(var reason) -> switch (reason) {
                case IDENTITY_TIMEOUT, HOLD_FULL -> new Caller.Unsure();
                default -> new Caller.Stranger();
            };
            case Resolution.Pending<TenantRateLimiter> pending -> new Caller.Unsure();
        };
    }
}
