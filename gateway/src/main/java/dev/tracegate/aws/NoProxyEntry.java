package dev.tracegate.aws;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One entry of NO_PROXY, read as Go's and curl's users expect: {@code *}, a host name (which covers its subdomains), a name after a dot
 * (subdomains only), an address, a CIDR block; each but the last may end in {@code :port}.
 */
final class NoProxyEntry {
    private NoProxyEntry() {}

    static boolean matches(String entry, URI target) {
        if (entry.isEmpty()) {
            return false;
        }
        var host = bare(target.getHost().toLowerCase(Locale.ROOT));
        var lower = entry.toLowerCase(Locale.ROOT);
        if (lower.equals("*")) {
            return true;
        }
        if (lower.contains("/")) {
            return inBlock(lower, host);
        }
        return named(withoutPort(lower, target), host);
    }

    private static boolean named(@Nullable String name, String host) {
        if (name == null) {
            return false;
        }
        if (name.startsWith(".") || name.startsWith("*.")) {
            return host.endsWith(name.substring(name.indexOf('.')));
        }
        return host.equals(bare(name)) || host.endsWith("." + name);
    }

    /** The entry's host, or null where it names another port. */
    private static @Nullable String withoutPort(String entry, URI target) {
        int colon = entry.lastIndexOf(':');
        boolean hasPort = colon > 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']');
        if (!hasPort) {
            return entry;
        }
        int port = target.getPort() >= 0 ? target.getPort() : target.getScheme().equals("https") ? 443 : 80;
        return entry.substring(colon + 1).equals(String.valueOf(port)) ? entry.substring(0, colon) : null;
    }

    private static boolean inBlock(String block, String host) {
        int slash = block.indexOf('/');
        byte[] network = literal(block.substring(0, slash));
        byte[] address = literal(host);
        if (network == null || address == null || network.length != address.length) {
            return false;
        }
        try {
            int bits = Integer.parseInt(block.substring(slash + 1));
            return bits >= 0 && bits <= network.length * 8 && samePrefix(network, address, bits);
        } catch (NumberFormatException noBlock) {
            return false;
        }
    }

    private static boolean samePrefix(byte[] one, byte[] other, int bits) {
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> (i % 8);
            if ((one[i / 8] & mask) != (other[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** The bytes of an address literal, or null where it is a name: a name is never looked up here. */
    private static byte @Nullable [] literal(String text) {
        boolean literal = text.contains(":") || text.matches("[0-9.]+");
        try {
            return literal ? InetAddress.getByName(text).getAddress() : null;
        } catch (UnknownHostException noAddress) {
            return null;
        }
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
