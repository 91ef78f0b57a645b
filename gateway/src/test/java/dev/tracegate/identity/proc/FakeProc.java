package dev.tracegate.identity.proc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of {@code /proc} that list the UDP sockets of the host network and their processes, in the format of the kernel. */
public final class FakeProc {
    public static final String HOST = "10.0.0.10";
    /** Default start time of a process, in clock ticks after boot. */
    static final long START = 90_000;
    private static final String UDP_HEAD = "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops             \n";

    private final Path root;
    private final List<String> udp = new ArrayList<>();
    private final List<String> udp6 = new ArrayList<>();

    public FakeProc(Path root) {
        this.root = root;
        write("uptime", "1000.50 3000.00\n");
        write("self/net/fib_trie", "     |-- " + HOST + "\n        /32 host LOCAL\n");
        tables();
    }

    Path root() {
        return root;
    }

    public static String ecs(String task, String docker) {
        return "0::/ecstasks.slice/ecstasks-" + task + ".slice/docker-" + docker + ".scope\n";
    }

    /** @param local the address in the kernel's hexadecimal form: 8 digits for IPv4, 32 for IPv6 */
    public FakeProc socket(String local, int port, long inode) {
        (local.length() == 8 ? udp : udp6)
                .add("%5d: %s:%04X %s:0000 07 00000000:00000000 00:00000000 00000000  1000        0 %d 2 0000000000000000 0         \n"
                        .formatted(udp.size(), local, port, "0".repeat(local.length()), inode));
        tables();
        return this;
    }

    public FakeProc close(long inode) {
        udp.removeIf(line -> line.contains(" " + inode + " 2 "));
        udp6.removeIf(line -> line.contains(" " + inode + " 2 "));
        tables();
        return this;
    }

    public FakeProc process(int pid, String cgroup, long... sockets) {
        return process(pid, START, cgroup, sockets);
    }

    /** Adds a process with the given sockets, and with a file and a pipe. */
    public FakeProc process(int pid, long start, String cgroup, long... sockets) {
        write(pid + "/cgroup", cgroup);
        // a process name may contain spaces and parentheses
        write(pid + "/stat", pid + " (a) b) S 1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 " + start + " 1 2 3\n");
        link(pid, 0, "/dev/null");
        link(pid, 1, "pipe:[" + 777 + "]");
        for (int i = 0; i < sockets.length; i++) {
            link(pid, 3 + i, "socket:[" + sockets[i] + "]");
        }
        return this;
    }

    /** Adds a process that exits during the scan: only its name is left. */
    public FakeProc bare(int pid) {
        write(pid + "/comm", "gone\n");
        return this;
    }

    private void tables() {
        write("self/net/udp", UDP_HEAD + String.join("", udp));
        write("self/net/udp6", UDP_HEAD + String.join("", udp6));
    }

    private void link(int pid, int descriptor, String target) {
        try {
            var link = Files.createDirectories(root.resolve(pid + "/fd")).resolve(Integer.toString(descriptor));
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, Path.of(target));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void write(String name, String text) {
        try {
            var file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
