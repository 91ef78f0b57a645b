package dev.tracegate.aws.http;

import dev.tracegate.tenant.Cidr;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that a NO_PROXY value exempts. An entry is {@code *}, a host name (which includes its subdomains, with or without a leading dot
 * or {@code *.}), an address or a CIDR block; all but the block may end in {@code :port}. Entries that cannot be read exempt nothing.
 */
final class NoProxy {
    private final List<BiPredicate<String, Integer>> entries = new ArrayList<>();

    private NoProxy(@Nullable String value) {
        for (var entry : value == null ? new String[0] : value.toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
            if (!entry.isEmpty()) {
                entries.add(parse(entry));
            }
        }
    }

    static NoProxy of(@Nullable String value) {
        return new NoProxy(value);
    }

    /** @param host a name or an address literal, IPv6 without brackets */
    boolean exempts(String host, int port) {
        var name = host.toLowerCase(Locale.ROOT);
        return entries.stream().anyMatch(entry -> entry.test(name, port));
    }

    private static BiPredicate<String, Integer> parse(String entry) {
        if (entry.equals("*")) {
            return (host, port) -> true;
        }
        int slash = entry.indexOf('/');
        return slash < 0 ? hostEntry(entry) : block(entry.substring(0, slash), entry.substring(slash + 1));
    }

    private static BiPredicate<String, Integer> hostEntry(String entry) {
        int colon = entry.lastIndexOf(':');
        boolean hasPort = colon > 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']');
        var wanted = unbracketed(hasPort ? entry.substring(0, colon) : entry);
        var wantedPort = hasPort ? entry.substring(colon + 1) : "";
        var address = address(wanted);
        return (host, port) -> (wantedPort.isEmpty() || wantedPort.equals(port.toString()))
                && (address == null ? covers(wanted, host) : address.equals(address(host)));
    }

    private static boolean covers(String wanted, String host) {
        var suffix = wanted.startsWith("*.") ? wanted.substring(1) : wanted;
        return suffix.startsWith(".")
                ? host.endsWith(suffix) || host.equals(suffix.substring(1))
                : host.equals(suffix) || host.endsWith("." + suffix);
    }

    private static BiPredicate<String, Integer> block(String start, String length) {
        var first = address(unbracketed(start));
        int bits = length.matches("\\d{1,3}") ? Integer.parseInt(length) : -1;
        if (first == null || bits < 0 || bits > first.getAddress().length * 8) {
            return (host, port) -> false;
        }
        var network = Cidr.around(first, bits);
        return (host, port) -> {
            var address = address(host);
            return address != null && network.contains(address);
        };
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** The address of a literal; null for a name, which is never resolved here. */
    private static @Nullable InetAddress address(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException name) {
            return null;
        }
    }
}
