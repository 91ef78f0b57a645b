package dev.tracegate.app;

import dev.tracegate.admin.AdminServer;
import dev.tracegate.budget.ByteBudget;
import dev.tracegate.config.Settings;
import dev.tracegate.config.Settings.Profile;
import dev.tracegate.http.ListenerLimits;
import dev.tracegate.ingest.tcp.TcpListener;
import java.time.Duration;

/** Divides the memory for callers between TCP :2000 and the admin API, so that neither can use the share of the other. */
record CallerCapacity(Settings settings, ByteBudget callers) {
    private static final long KIB = 1024;
    /** Idle timeout of SDK connections. SDKs poll every 10 s over persistent connections. */
    private static final Duration POLLER_IDLE = Duration.ofSeconds(60);
    /** Idle timeout of admin connections. Scrapers call every 15 to 60 s, and the health check opens a connection each time. */
    private static final Duration ADMIN_IDLE = Duration.ofSeconds(10);

    TcpListener.Capacity tcp() {
        long bytes = callers.limit() - adminBytes();
        return switch (profile()) {
            // one task, with all its processes on this loopback
            case SIDECAR -> capacity(80, 80, bytes, bytes);
            case EMBEDDED -> capacity(128, 128, bytes, bytes);
            // tasks with their own addresses, and tasks that share the host's address
            case HOST -> capacity(576, 512, bytes, bytes / 8);
        };
    }

    private TcpListener.Capacity capacity(int connections, int perAddress, long bytes, long share) {
        return new TcpListener.Capacity(ListenerLimits.of(connections, perAddress, POLLER_IDLE), callers.part(bytes),
                share);
    }

    /** One limit for all connections: scraper, health check and operators all connect from the loopback address. */
    AdminServer.Capacity admin() {
        int connections = profile() == Profile.HOST ? 96 : 64;
        return new AdminServer.Capacity(ListenerLimits.of(connections, connections, ADMIN_IDLE),
                callers.part(adminBytes()));
    }

    /** Bytes for the connections and twice the largest response: the metrics of a sidecar have about 60 kB, those of 200 tenants 1 MB. */
    private long adminBytes() {
        return profile() == Profile.HOST ? 2_304 * KIB : 768 * KIB;
    }

    private Profile profile() {
        return settings.profile().value();
    }
}
