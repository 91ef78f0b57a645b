package dev.tracegate.aws;

import java.net.URI;
import java.util.Optional;

/** The parts of a proxy's URL. */
final class ProxyAddress {
    private ProxyAddress() {}

    static int port(URI proxy) {
        if (proxy.getPort() >= 0) {
            return proxy.getPort();
        }
        return "https".equals(proxy.getScheme()) ? 443 : 80;
    }

    static Optional<String> user(URI proxy) {
        return part(proxy, 0);
    }

    static Optional<String> password(URI proxy) {
        return part(proxy, 1);
    }

    private static Optional<String> part(URI proxy, int index) {
        var info = proxy.getUserInfo();
        var parts = info == null ? new String[0] : info.split(":", 2);
        return parts.length > index ? Optional.of(parts[index]) : Optional.empty();
    }
}
