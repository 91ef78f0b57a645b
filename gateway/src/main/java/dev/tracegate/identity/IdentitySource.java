package dev.tracegate.identity;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Knows which task has which address now. Polled repeatedly on the loop of the {@link AddressResolver}, by one poll at a time. */
public interface IdentitySource {

    /** The name of the source in logs and in {@code explain}. */
    String name();

    /**
     * Polls the source once.
     *
     * @return a finding for each address that the source knows, IPv4 in its own form; a missing address has no owner. Fails if the source cannot be read.
     */
    Future<Map<InetAddress, OwnershipFinding>> poll();

    /** Why the last poll may have missed addresses that have an owner; null if it was complete. */
    default @Nullable String incompleteReason() {
        return null;
    }
}
