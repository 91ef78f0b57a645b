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
 * The containers on this host and their addresses, from the files of one process of each. Needs {@code pidMode: host}, and no capability. Blocks;
 * not thread-safe.
 */
public final class ProcScan {
    private final HostProc proc;

    /** @param root {@code /proc} */
    public ProcScan(Path root, InstantSource clock) {
        this.proc = new HostProc(root, clock);
    }

    /** All containers but those in the network namespace of this process, such as tasks in host mode: their addresses are the host's. */
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

    /** The lowest process id of each container: its first process, in the network namespace that the runtime created. */
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
            // meanwhile the process id may belong to another process
            return HostProc.cgroup(process).equals(Optional.of(cgroup))
                    ? new BridgeContainer(cgroup.dockerId(), cgroup.taskId(), addresses,
                            cgroup.shortId() + "@" + ticks, HostProc.started(bootMillis, ticks))
                    : null;
        } catch (IOException gone) {
            return null;
        }
    }
}
