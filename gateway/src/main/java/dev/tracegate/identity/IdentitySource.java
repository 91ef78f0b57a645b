package dev.tracegate.identity;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.Map;

/** Knows which task has which address now. Asked again and again, on the loop of the {@link Resolver}; never twice at once. */
public interface IdentitySource {

    /** A word for logs and for {@code explain}. */
    String name();

    /**
     * Looks anew.
     *
     * @return every address it can say something of, IPv4 as IPv4; an address that is missing is nobody's. Fails where it could not look.
     */
    Future<Map<InetAddress, Answer>> look();
}
