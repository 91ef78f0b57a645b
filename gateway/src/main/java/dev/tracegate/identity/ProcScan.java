package dev.tracegate.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The containers on this host and the addresses of each, by the files of one process of each. Needs to see the host's processes
 * ({@code pidMode: host}) and nothing more. Blocks; not thread-safe.
 */
public final class ProcScan {
    /** USER_HZ: the same on every Linux there is. */
    private static final long TICK_MILLIS = 10;
    /** A start is known to a tick, and /proc/uptime too. */
    private static final long SLACK_MILLIS = 50;
    /** Field 22 of stat(5), counted behind the name in brackets, which may hold spaces. */
    private static final int START = 19;

    private final Path root;
    private final InstantSource clock;

    /** @param root {@code /proc} */
    public ProcScan(Path root, InstantSource clock) {
        this.root = root;
        this.clock = clock;
    }

    /** Without those that share the network of this process, as tasks in host mode do: their addresses are the host's. */
    List<BridgeContainer> containers() throws IOException {
        var own = LocalAddresses.in(root.resolve("self/net"));
        var bootMillis = bootMillis();
        var containers = new ArrayList<BridgeContainer>();
        firstProcesses().forEach((cgroup, pid) -> {
            var container = container(cgroup, pid, bootMillis);
            if (container != null && container.addresses().stream().noneMatch(own::contains)) {
                containers.add(container);
            }
        });
        return containers;
    }

    /** The lowest number of each container: its first process, the runtime's own, in the network that the runtime gave it. */
    private Map<Cgroup, Integer> firstProcesses() throws IOException {
        var first = new HashMap<Cgroup, Integer>();
        try (var entries = Files.newDirectoryStream(root, "[0-9]*")) {
            for (var entry : entries) {
                int pid = Integer.parseInt(entry.getFileName().toString());
                cgroup(entry).ifPresent(cgroup -> first.merge(cgroup, pid, Math::min));
            }
        }
        return first;
    }

    private static Optional<Cgroup> cgroup(Path process) {
        try {
            return Cgroup.of(Files.readAllLines(process.resolve("cgroup")));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private @Nullable BridgeContainer container(Cgroup cgroup, int pid, long bootMillis) {
        var process = root.resolve(Integer.toString(pid));
        try {
            var addresses = LocalAddresses.in(process.resolve("net"));
            var stat = Files.readString(process.resolve("stat"));
            // the same process still: its number may be another's by now
            if (!cgroup(process).equals(Optional.of(cgroup))) {
                return null;
            }
            var ticks = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[START];
            return new BridgeContainer(cgroup.dockerId(), cgroup.taskId(), addresses,
                    cgroup.dockerId().substring(0, 12) + "@" + ticks,
                    Instant.ofEpochMilli(bootMillis + Long.parseLong(ticks) * TICK_MILLIS - SLACK_MILLIS));
        } catch (IOException gone) {
            return null;
        }
    }

    /** From the uptime: the boot time that /proc/stat gives is in whole seconds. */
    private long bootMillis() throws IOException {
        var seconds = Files.readString(root.resolve("uptime")).split(" ", -1)[0];
        return clock.millis() - Math.round(Double.parseDouble(seconds) * 1e3);
    }
}
