package dev.tracegate.admin;

import dev.tracegate.admin.auth.Loopback;
import dev.tracegate.budget.ByteBudget;
import dev.tracegate.http.BoundedHttpListener;
import dev.tracegate.http.ListenerLimits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin API: HTTP on loopback. Where its port is taken it takes a free one, because a sidecar shares its ports with the application;
 * the runtime file says which. Health and metrics are for everyone there, so it binds nowhere else.
 */
public final class AdminServer {
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private final Vertx vertx;
    private final AdminPages pages;
    private final RuntimeFile runtimeFile;
    private final Capacity capacity;
    private final LongSupplier nanoClock;
    private volatile @Nullable BoundedHttpListener listener;
    private volatile AdminStart.@Nullable Bound bound;

    /**
     * What callers may take of the process.
     *
     * @param budget of this listener alone
     */
    public record Capacity(ListenerLimits limits, ByteBudget budget) {}

    /** @param runtimeFile where {@code host port pid} is written for the health check */
    public AdminServer(Vertx vertx, AdminPages pages, Capacity capacity, LongSupplier nanoClock, Path runtimeFile) {
        this.vertx = vertx;
        this.pages = pages;
        this.runtimeFile = new RuntimeFile(runtimeFile, ProcessHandle.current().pid());
        this.capacity = capacity;
        this.nanoClock = nanoClock;
    }

    /**
     * Binds, and writes the runtime file.
     *
     * @param host a loopback address, or {@code localhost}
     * @param port 0 for a free one
     * @return fails only if no port at all can be had on that address
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
                    .log("listen.admin: port {} of {} cannot be had; health and metrics are on port {} instead", port,
                            address, instead.port()));
        });
    }

    private Future<AdminStart.Bound> bind(String address, int port) {
        var budget = capacity.budget();
        var made = new BoundedHttpListener(vertx, capacity.limits(), budget, budget.limit(), nanoClock,
                new AdminHandler(vertx, pages));
        // the health check of the launcher sends line by line: a late ACK would cost it 40 ms
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

    /** Completes when the file is deleted and the port is closed. */
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
