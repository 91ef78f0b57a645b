package dev.tracegate.identity.host;

import dev.tracegate.identity.OwnershipFinding;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.Map;
import java.util.Set;

/**
 * Knows which task has which port of the host's own addresses now. Polled repeatedly on the loop of the {@link PortResolver}, by one poll at a
 * time.
 */
@FunctionalInterface
public interface PortAnswers {

    /**
     * What was found.
     *
     * @param own the host's addresses, without the loopback addresses
     * @param findings by port; a port that is missing has no finding yet
     */
    record Found(Set<InetAddress> own, Map<Integer, OwnershipFinding> findings) {}

    /**
     * Polls once.
     *
     * @param ports to find the owners of; if empty, only the host's addresses are read
     */
    Future<Found> poll(Set<Integer> ports);
}
