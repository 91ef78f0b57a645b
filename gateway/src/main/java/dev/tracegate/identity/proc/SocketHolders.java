package dev.tracegate.identity.proc;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The processes that have given sockets open, from {@code /proc/<pid>/fd}. Blocks.
 *
 * @param bySocket the processes of each socket that was found open
 * @param hidden processes without permission to read them
 */
record SocketHolders(Map<Long, List<Holder>> bySocket, int hidden) {
    private static final String SOCKET = "socket:[";

    /** @param cgroup null for a process in no container */
    record Holder(String pid, @Nullable Cgroup cgroup, long startTicks) {}

    static SocketHolders of(HostProc proc, Set<Long> sockets) throws IOException {
        var bySocket = new HashMap<Long, List<Holder>>();
        int hidden = 0;
        for (var process : proc.processes()) {
            try {
                add(process, sockets, bySocket);
            } catch (AccessDeniedException notOurs) {
                hidden++;
            } catch (IOException gone) {
                // the process has ended: its sockets are closed, or another process has them
            }
        }
        return new SocketHolders(bySocket, hidden);
    }

    private static void add(Path process, Set<Long> sockets, Map<Long, List<Holder>> bySocket) throws IOException {
        var found = open(process.resolve("fd"), sockets);
        if (!found.isEmpty()) {
            var holder = new Holder(process.getFileName().toString(), HostProc.cgroup(process).orElse(null),
                    HostProc.startTicks(process));
            found.forEach(socket -> bySocket.computeIfAbsent(socket, any -> new ArrayList<>()).add(holder));
        }
    }

    private static Set<Long> open(Path descriptors, Set<Long> sockets) throws IOException {
        var found = new HashSet<Long>();
        for (var entry : HostProc.entries(descriptors, "*")) {
            long socket = socket(entry);
            if (sockets.contains(socket)) {
                found.add(socket);
            }
        }
        return found;
    }

    /** Negative for a file, a pipe or a descriptor that is closed. */
    private static long socket(Path descriptor) throws IOException {
        try {
            var target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith(SOCKET) ? Long.parseLong(target, SOCKET.length(), target.length() - 1, 10) : -1;
        } catch (AccessDeniedException notOurs) {
            throw notOurs;
        } catch (IOException closed) {
            return -1;
        }
    }
}
