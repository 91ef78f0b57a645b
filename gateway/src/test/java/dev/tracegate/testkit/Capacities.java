package dev.tracegate.testkit;

import dev.tracegate.admin.AdminServer;
import dev.tracegate.budget.ByteBudget;
import dev.tracegate.http.ListenerLimits;
import dev.tracegate.ingest.tcp.TcpListener;
import java.time.Duration;

/** What callers may take of a listener under test. */
public final class Capacities {
    private static final int MIB = 1024 * 1024;
    private static final ListenerLimits LIMITS = ListenerLimits.of(64, 64, Duration.ofSeconds(60));

    private Capacities() {}

    /** More than a test needs. */
    public static TcpListener.Capacity tcp() {
        return tcp(LIMITS);
    }

    public static TcpListener.Capacity tcp(ListenerLimits limits) {
        return new TcpListener.Capacity(limits, new ByteBudget(4 * MIB), 4 * MIB);
    }

    /** With one deadline for everything. */
    public static AdminServer.Capacity admin(Duration patience) {
        return new AdminServer.Capacity(LIMITS.within(patience), new ByteBudget(MIB));
    }
}
