package dev.tracegate.tenant;

import java.util.List;
import java.util.TreeSet;

/**
 * A tenant as the operator declared it. Immutable.
 *
 * @param sources networks whose senders are this tenant's
 * @param ports UDP ports that are this tenant's alone, 1 to 65535, in order: who sends there is this tenant's, from wherever
 * @param spool whether its segments may wait on disk
 */
public record Tenant(TenantId id, Limits limits, List<Cidr> sources, List<Integer> ports, boolean spool) {
    private static final int MOST_PORT = 65_535;

    /** All there is where none are configured. */
    public static final Tenant DEFAULT = new Tenant(TenantId.DEFAULT, Limits.NONE, List.of(), List.of(), true);

    public Tenant {
        sources = List.copyOf(sources);
        ports = List.copyOf(new TreeSet<>(ports));
        for (int port : ports) {
            if (port < 1 || port > MOST_PORT) {
                throw new IllegalArgumentException("ports: must be 1 to " + MOST_PORT + ", was " + port);
            }
        }
    }
}
