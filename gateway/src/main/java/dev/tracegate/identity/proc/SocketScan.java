package dev.tracegate.identity.proc;

import dev.tracegate.identity.BridgeContainer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds the containers that have UDP ports of the host's network: from port to socket, process and control group. Needs {@code pidMode: host},
 * CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH. Blocks; not thread-safe.
 */
public final class SocketScan {
    private final HostProc proc;

    /**
     * The result of one scan.
     *
     * @param own the host's addresses, without loopback and link-local ones
     * @param owners by requested port; a port with sockets that changed during the scan is missing
     * @param hidden processes without permission to read them
     */
    public record Scanned(Set<InetAddress> own, Map<Integer, PortOwner> owners, int hidden) {}

    /** @param root {@code /proc} */
    public SocketScan(Path root, InstantSource clock) {
        this.proc = new HostProc(root, clock);
    }

    public Scanned scan(Set<Integer> ports) throws IOException {
        var net = proc.ownNet();
        var own = LocalAddresses.in(net);
        if (ports.isEmpty()) {
            return new Scanned(own, Map.of(), 0);
        }
        var before = UdpTable.sockets(net, ports);
        var wanted = before.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        var holders = wanted.isEmpty() ? new SocketHolders(Map.of(), 0) : SocketHolders.of(proc, wanted);
        // the kernel may omit lines of a list that changes while it is read, and a port may get another owner: only two equal reads are used
        var after = UdpTable.sockets(net, ports);
        long bootMillis = proc.bootMillis();
        var owners = new HashMap<Integer, PortOwner>();
        for (var port : ports) {
            var sockets = before.getOrDefault(port, Set.of());
            if (sockets.equals(after.getOrDefault(port, Set.of()))) {
                owners.put(port, owner(sockets, holders, bootMillis));
            }
        }
        return new Scanned(own, owners, holders.hidden());
    }

    private static PortOwner owner(Set<Long> sockets, SocketHolders holders, long bootMillis) {
        if (sockets.isEmpty()) {
            return new PortOwner.Nobody("no socket has it; one that sent may have been closed since");
        } else if (sockets.size() > UdpTable.MOST_SOCKETS) {
            return new PortOwner.Several("more than " + UdpTable.MOST_SOCKETS + " sockets share it");
        }
        var processes = new HashSet<SocketHolders.Holder>();
        for (var socket : sockets) {
            var its = holders.bySocket().get(socket);
            if (its == null) {
                return new PortOwner.Nobody(
                        "no process is seen to have its socket " + socket + hint(holders.hidden()));
            }
            processes.addAll(its);
        }
        return owner(sockets, processes, bootMillis);
    }

    private static String hint(int hidden) {
        return hidden == 0 ? "" : "; " + hidden + " processes could not be read";
    }

    /** Two containers of one task count as two owners: sharing a port is rare, and it cannot be distinguished from an attack. */
    private static PortOwner owner(Set<Long> sockets, Set<SocketHolders.Holder> processes, long bootMillis) {
        var containers = processes.stream()
                .map(process -> Optional.ofNullable(process.cgroup()))
                .distinct()
                .toList();
        if (containers.size() > 1) {
            return new PortOwner.Several(containers.stream()
                    .map(cgroup -> cgroup.map(in -> "container " + in.shortId()).orElse("a process in no container"))
                    .sorted()
                    .collect(Collectors.joining(" and ", "", " both have it")));
        }
        return containers.getFirst()
                .<PortOwner>map(cgroup -> container(cgroup, sockets, processes, bootMillis))
                .orElseGet(() -> new PortOwner.Nobody(processes.stream()
                        .map(SocketHolders.Holder::pid)
                        .sorted()
                        .collect(Collectors.joining(", ", "process ", " has it, in no container"))));
    }

    /** The epoch names the first process and the sockets, so another of either starts a new epoch. */
    private static PortOwner container(Cgroup cgroup, Set<Long> sockets, Set<SocketHolders.Holder> processes,
            long bootMillis) {
        long first = processes.stream().mapToLong(SocketHolders.Holder::startTicks).min().orElseThrow();
        var inodes = new TreeSet<>(sockets).stream().map(String::valueOf).collect(Collectors.joining("+"));
        return new PortOwner.Container(new BridgeContainer(cgroup.dockerId(), cgroup.taskId(), Set.of(),
                cgroup.shortId() + "@" + first + "/" + inodes, HostProc.started(bootMillis, first)));
    }
}
