package dev.tracegate.identity.proc;

import dev.tracegate.identity.BridgeContainer;
import java.io.IOException;
import java.nio.file.Path;
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
    private final HostProc proc;

    /** @param root {@code /proc} */
    public ProcScan(Path root, InstantSource clock) {
        this.proc = new HostProc(root, clock);
    }

    /** Without those that share the network of this process, as tasks in host mode do: their addresses are the host's. */
    List<BridgeContainer> containers() throws IOException {
        var own = LocalAddresses.in(proc.ownNet());
        var bootMillis = proc.bootMillis();
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
        for (var process : proc.processes()) {
            int pid = Integer.parseInt(process.getFileName().toString());
            HostProc.cgroup(process).ifPresent(cgroup -> first.merge(cgroup, pid, Math::min));
        }
        return first;
    }

    private @Nullable BridgeContainer container(Cgroup cgroup, int pid, long bootMillis) {
        var process = proc.root().resolve(Integer.toString(pid));
        try {
            var addresses = LocalAddresses.in(process.resolve("net"));
            long ticks = HostProc.startTicks(process);
            // the same process still: its number may be another's by now
            return HostProc.cgroup(process).equals(Optional.of(cgroup))
                    ? new BridgeContainer(cgroup.dockerId(), cgroup.taskId(), addresses,
                            cgroup.shortId() + "@" + ticks, HostProc.started(bootMillis, ticks))
                    : null;
        } catch (IOException gone) {
            return null;
        }
    }
}
