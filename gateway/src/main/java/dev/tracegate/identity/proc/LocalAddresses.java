package dev.tracegate.identity.proc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The addresses of a network namespace. They can be read by every user that can see one of its processes, without permissions for that process
 * (proc_pid_net(5)). Blocks.
 */
final class LocalAddresses {
    private static final String LEAF = "|-- ";
    private static final int HEX_DIGITS = 32;
    private static final int SCOPE = 3;
    private static final int GLOBAL = 0;

    private LocalAddresses() {}

    /**
     * Without loopback and link-local ones, which every namespace may have.
     *
     * @param net such as {@code /proc/17/net}
     */
    static Set<InetAddress> in(Path net) throws IOException {
        var addresses = new HashSet<InetAddress>();
        ipv4(Files.readAllLines(net.resolve("fib_trie")), addresses);
        var ipv6 = net.resolve("if_inet6");
        if (Files.exists(ipv6)) {
            try (Stream<String> lines = Files.lines(ipv6)) {
                lines.forEach(line -> ipv6(line, addresses));
            }
        }
        addresses.removeIf(address -> address.isLoopbackAddress() || address.isLinkLocalAddress());
        return addresses;
    }

    /** The host's own addresses are leaves, {@code |-- 172.17.0.2}, followed by {@code /32 host LOCAL}. */
    private static void ipv4(List<String> lines, Set<InetAddress> into) {
        var leaf = "";
        for (var line : lines) {
            int at = line.indexOf(LEAF);
            if (at >= 0) {
                leaf = line.substring(at + LEAF.length()).strip();
            } else if (line.contains("/32 host LOCAL")) {
                into.add(InetAddress.ofLiteral(leaf));
            }
        }
    }

    /** {@code fd00…01 02 40 00 80 eth0}: address, interface, prefix, scope, flags, name. */
    private static void ipv6(String line, Set<InetAddress> into) {
        var words = line.strip().split("\\s+", -1);
        if (words.length > SCOPE && words[0].length() == HEX_DIGITS && Integer.parseInt(words[SCOPE], 16) == GLOBAL) {
            try {
                into.add(InetAddress.getByAddress(HexFormat.of().parseHex(words[0])));
            } catch (UnknownHostException noSuchLength) {
                throw new IllegalArgumentException(noSuchLength);
            }
        }
    }
}
