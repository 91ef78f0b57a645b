package dev.tracegate.identity.proc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The UDP sockets of a network namespace by their ports, as {@code /proc/net/udp} and {@code udp6} list them. A port's sockets are all
 * those with the port at any address, of both families: an IPv6 socket can send IPv4, and a socket bound to one address of the host can send with
 * another (IP_PKTINFO). Blocks.
 */
public final class UdpTable {
    /** Sockets counted for one port. More may share it by SO_REUSEPORT; the processes of such a port are not distinguished. */
    public static final int MOST_SOCKETS = 16;
    private static final int LOCAL = 1;
    private static final int INODE = 9;
    private static final int HEX = 16;

    private UdpTable() {}

    /**
     * Socket numbers by port; a port without a socket is missing.
     *
     * @param net such as {@code /proc/self/net}
     * @param ports the ports to find
     * @return for each port at most one socket more than {@value #MOST_SOCKETS}
     */
    static Map<Integer, Set<Long>> sockets(Path net, Set<Integer> ports) throws IOException {
        var sockets = new HashMap<Integer, Set<Long>>();
        for (var name : new String[]{"udp", "udp6"}) {
            var table = net.resolve(name);
            // without IPv6 there is no udp6
            if (Files.exists(table)) {
                try (Stream<String> lines = Files.lines(table)) {
                    lines.skip(1).forEach(line -> read(line, ports, sockets));
                }
            }
        }
        return sockets;
    }

    /** {@code 17: 0100007F:9C40 00000000:0000 07 …}: number, local and remote address and port, state and further fields. */
    private static void read(String line, Set<Integer> ports, Map<Integer, Set<Long>> sockets) {
        var words = line.strip().split("\\s+", INODE + 2);
        var local = words[LOCAL];
        int port = Integer.parseInt(local.substring(local.indexOf(':') + 1), HEX);
        if (ports.contains(port)) {
            var ofPort = sockets.computeIfAbsent(port, any -> new HashSet<>());
            if (ofPort.size() <= MOST_SOCKETS) {
                ofPort.add(Long.parseLong(words[INODE]));
            }
        }
    }
}
