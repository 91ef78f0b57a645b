package dev.tracegate.takeover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Unread and dropped datagrams of a process's UDP sockets, read from /proc. The datagrams themselves cannot be read: that needs pidfd_getfd, which
 * requires the permission to trace the process and is not available in Java.
 *
 * @param unreadBytes kernel memory of unread datagrams: the size of each plus about 500 to 1,300 bytes
 * @param dropped datagrams dropped because a socket buffer was full, since the sockets were created
 */
public record SocketBacklog(long unreadBytes, long dropped) {
    static final SocketBacklog NOTHING = new SocketBacklog(0, 0);

    private static final String SOCKET = "socket:[";
    // columns of /proc/net/udp: sl local remote state tx_queue:rx_queue timer retransmits uid timeout inode ref pointer drops
    private static final int QUEUES = 4;
    private static final int INODE = 9;
    private static final int DROPS = 12;

    /** Blocks. {@link #NOTHING} if the kernel does not report it. */
    static SocketBacklog of(long pid) {
        return of(Path.of("/proc", Long.toString(pid)));
    }

    /** @param process the folder of the process in /proc */
    static SocketBacklog of(Path process) {
        try {
            var sockets = sockets(process.resolve("fd"));
            return in(process.resolve("net/udp"), sockets).plus(in(process.resolve("net/udp6"), sockets));
        } catch (IOException | UncheckedIOException unreadable) {
            return NOTHING;
        }
    }

    private static Set<String> sockets(Path descriptors) throws IOException {
        var inodes = new HashSet<String>();
        try (var all = Files.newDirectoryStream(descriptors)) {
            for (var one : all) {
                var target = Files.readSymbolicLink(one).toString();
                if (target.startsWith(SOCKET)) {
                    inodes.add(target.substring(SOCKET.length(), target.length() - 1));
                }
            }
        }
        return inodes;
    }

    private static SocketBacklog in(Path table, Set<String> sockets) throws IOException {
        if (!Files.exists(table)) { // no IPv6
            return NOTHING;
        }
        try (var lines = Files.lines(table)) {
            return lines.skip(1)
                    .map(line -> line.strip().split("\\s+", -1))
                    .filter(columns -> columns.length > DROPS && sockets.contains(columns[INODE]))
                    .map(SocketBacklog::of)
                    .reduce(NOTHING, SocketBacklog::plus);
        }
    }

    private static SocketBacklog of(String[] columns) {
        var received = columns[QUEUES].substring(columns[QUEUES].indexOf(':') + 1);
        return new SocketBacklog(Long.parseLong(received, 16), Long.parseLong(columns[DROPS]));
    }

    private SocketBacklog plus(SocketBacklog other) {
        return new SocketBacklog(unreadBytes + other.unreadBytes, dropped + other.dropped);
    }
}
