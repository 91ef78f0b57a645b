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
     * @param answers by port; of a port that is missing nothing can be said yet
     */
    record Found(Set<InetAddress> own, Map<Integer, OwnershipFinding> answers) {}

    /**
     * Looks anew.
     *
     * @param ports whose owners are wanted; with none only the addresses are
     */
    Future<Found> look(Set<Integer> ports);
}
