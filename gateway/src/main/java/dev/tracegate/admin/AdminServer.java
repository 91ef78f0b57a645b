package dev.tracegate.admin;

import dev.tracegate.admin.auth.AdminAuthorization;
import dev.tracegate.admin.auth.Loopback;
import dev.tracegate.admin.http.AdminOperation;
import dev.tracegate.budget.ByteBudget;
import dev.tracegate.http.BoundedHttpListener;
import dev.tracegate.http.ListenerLimits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of the admin API. It binds loopback addresses only, because health and metrics need no authorization. If its port is taken, it
 * takes a free one, because a sidecar shares its ports with the application; the runtime file has the actual port. It is confined to the event
 * loop that starts it; {@link #stop} may be called on any thread.
 */
public final class AdminServer {
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private final Vertx vertx;
    private final AdminRouter router;
    private final RuntimeFile runtimeFile;
    private final Capacity capacity;
    private final LongSupplier nanoClock;
    private volatile @Nullable BoundedHttpListener listener;
    private volatile AdminStart.@Nullable Bound bound;

    /**
     * The bounds on the callers.
     *
     * @param limits connections and deadlines
     * @param budget bytes for their requests and responses; no other listener shares it
     */
    public record Capacity(ListenerLimits limits, ByteBudget budget) {}

    /**
     * @param authorization of the operations below {@code /v1}
     * @param runtimeFile receives the line {@code host port pid}, which the health check reads
     */
    public AdminServer(Vertx vertx, List<AdminOperation> operations, AdminAuthorization authorization,
            Capacity capacity,
            LongSupplier nanoClock, Path runtimeFile) {
        this.vertx = vertx;
        this.router = new AdminRouter(vertx, operations, authorization);
        this.runtimeFile = new RuntimeFile(runtimeFile, ProcessHandle.current().pid());
        this.capacity = capacity;
        this.nanoClock = nanoClock;
    }

    /**
     * Binds the port and writes the runtime file.
     *
     * @param host a loopback address, or {@code localhost}
     * @param port 0 for any free one
     * @return fails only if no port of that address can be bound
     */
    public Future<AdminStart> start(String host, int port) {
        return Loopback.address(host)
                .map(address -> listen(address, port).compose(this::announce))
                .orElseGet(() -> Future.succeededFuture(refused(host, port)));
    }

    private static AdminStart refused(String host, int port) {
        return new AdminStart.Refused("listen.admin: " + host + " (port " + port
                + ") can be reached from other machines, and the admin API has no authentication: use a loopback address,"
                + " such as 127.0.0.1:" + port);
    }

    private Future<AdminStart.Bound> listen(String address, int port) {
        return bind(address, port).recover(failure -> {
            if (port == 0) {
                return Future.failedFuture(failure);
            }
            return bind(address, 0).onSuccess(instead -> LOG.atWarn()
                    .addKeyValue("error", failure.getMessage())
                    .log("listen.admin: cannot bind port {} of {}; health and metrics are on port {} instead", port,
                            address, instead.port()));
        });
    }

    private Future<AdminStart.Bound> bind(String address, int port) {
        var budget = capacity.budget();
        var made = new BoundedHttpListener(vertx, capacity.limits(), budget, budget.limit(), nanoClock,
                router);
        // the launcher's health check sends line by line; a delayed ACK would add 40 ms
        return made.listen(BoundedHttpListener.options().setTcpQuickAck(true), address, port).map(actual -> {
            listener = made;
            return new AdminStart.Bound(address, actual);
        });
    }

    private Future<AdminStart> announce(AdminStart.Bound at) {
        bound = at;
        return vertx.executeBlocking(() -> {
            runtimeFile.write(at.host(), at.port());
            return at;
        })
                .onFailure(failure -> LOG.warn("Cannot write {} ({}): `tracegate health` will not find the admin API",
                        runtimeFile.path(), failure.toString()))
                .otherwise(at)
                .map(AdminStart.class::cast);
    }

    /** Deletes the runtime file and closes the port. */
    public Future<Void> stop() {
        var listening = listener;
        return listening == null ? Future.succeededFuture() : withdraw().eventually(listening::close);
    }

    private Future<Void> withdraw() {
        var at = bound;
        if (at == null) {
            return Future.succeededFuture();
        }
        return vertx.executeBlocking(() -> {
            runtimeFile.delete(at.host(), at.port());
            return at;
        })
                .onFailure(failure -> LOG.warn("Cannot delete {} ({})", runtimeFile.path(), failure.toString()))
                .otherwise(at)
                .mapEmpty();
    }
}
