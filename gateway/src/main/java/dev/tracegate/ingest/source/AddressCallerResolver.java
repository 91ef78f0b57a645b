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

/** Resolves TCP clients like senders of datagrams. Switches to the loop that owns the resolver, and back to the caller's. */
public final class AddressCallerResolver implements CallerResolver {
    /** Maximum wait for a client's identity. SDKs time out after 1 to 2 s and retry. */
    private static final long TIMEOUT_MILLIS = 400;
    /** No UDP port, because a tenant's UDP port does not identify a TCP client. */
    private static final int NO_PORT = -1;

    private final Vertx vertx;
    private final Context loop;
    private final TenantResolver tenants;
    private final LongSupplier nanoClock;

    /** @param loop the loop that owns {@code tenants} */
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
        loop.runOnContext(go -> resolve(source, answer));
        // completes on the loop of the client's connection, not on the loop that completes the answer
        Promise<Caller> here = ((ContextInternal) vertx.getOrCreateContext()).promise();
        answer.future().onComplete(here);
        return here.future();
    }

    private void resolve(InetSocketAddress source, Promise<Caller> answer) {
        var resolution = tenants.of(source, NO_PORT, nanoClock.getAsLong());
        if (resolution instanceof Resolution.Pending<TenantRateLimiter> pending) {
            long timeout = vertx.setTimer(TIMEOUT_MILLIS, timer -> answer.tryComplete(new Caller.Unresolved()));
            pending.then(end -> {
                vertx.cancelTimer(timeout);
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
                case IDENTITY_TIMEOUT, HOLD_FULL -> new Caller.Unresolved();
                default -> new Caller.Unknown();
            };
            case Resolution.Pending<TenantRateLimiter> pending -> new Caller.Unresolved();
        };
    }
}
