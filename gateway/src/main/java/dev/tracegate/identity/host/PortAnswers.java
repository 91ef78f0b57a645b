package dev.tracegate.identity.host;

import dev.tracegate.identity.OwnershipFinding;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.Map;
import java.util.Set;

/** Knows which task has which port of the host's own addresses now. Asked again and again, on the loop of the {@link PortResolver}; never twice at once. */
@FunctionalInterface
public interface PortAnswers {

    /**
     * What was found.
     *
     * @param own the host's addresses, without loopback ones, which always are
     * @param answers by port; a port that is missing has no finding yet
     */
    record Found(Set<InetAddress> own, Map<Integer, OwnershipFinding> answers) {}

    /**
     * Polls once.
     *
     * @param ports to find the owners of; if empty, only the host's addresses are read
     */
    Future<Found> look(Set<Integer> ports);
}
