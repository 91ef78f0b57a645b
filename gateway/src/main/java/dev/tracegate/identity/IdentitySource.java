package dev.tracegate.identity;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Knows which task has which address now. Asked again and again, on the loop of the {@link AddressResolver}; never twice at once. */
public interface IdentitySource {

    /** A word for logs and for {@code explain}. */
    String name();

    /**
     * Looks anew.
     *
     * @return every address it can say something of, IPv4 as IPv4; an address that is missing is nobody's. Fails where it could not look.
     */
    Future<Map<InetAddress, OwnershipFinding>> look();

    /** Why addresses that the last look did not bring may be somebody's all the same; null where they are nobody's. */
    default @Nullable String blindness() {
        return null;
    }
}
