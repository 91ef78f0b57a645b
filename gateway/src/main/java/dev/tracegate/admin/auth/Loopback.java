package dev.tracegate.admin.auth;

import java.net.InetAddress;
import java.util.Optional;

/** Which hosts are loopback. Decided from the text alone, so that no name service has a say in it. */
public final class Loopback {
    private Loopback() {}

    /** The address to bind for a host as configured: a loopback literal, or {@code localhost}; empty for all else. */
    public static Optional<String> address(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return Optional.of("127.0.0.1");
        }
        try {
            var address = InetAddress.ofLiteral(host);
            return address.isLoopbackAddress() ? Optional.of(address.getHostAddress()) : Optional.empty();
        } catch (IllegalArgumentException notALiteral) {
            return Optional.empty();
        }
    }
}
