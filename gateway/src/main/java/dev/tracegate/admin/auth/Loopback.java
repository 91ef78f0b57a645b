package dev.tracegate.admin.auth;

import java.net.InetAddress;
import java.util.Optional;

/** Recognizes loopback hosts by their text alone: no name look-up is made. */
public final class Loopback {
    private Loopback() {}

    /** The loopback address of an address literal or of {@code localhost}; empty for every other host. */
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
