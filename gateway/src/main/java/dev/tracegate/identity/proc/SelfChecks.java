package dev.tracegate.identity.proc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings of this host that weaken identity, each with its remedy. Checked once, when a gateway with tenants starts in the host profile; none
 * prevents the start. Blocks.
 *
 * @param root of the file system with the host's {@code proc} and {@code sys}
 */
public record SelfChecks(Path root) {
    /** The address of the daemons on an ECS managed instance. */
    private static final String MANAGED_DAEMON = "|-- 169.254.172.2";

    public List<String> warnings() {
        var warnings = new ArrayList<String>();
        bridges().stream()
                .filter(bridge -> !isFiltered(bridge))
                .forEach(bridge -> warnings.add(
                        "Bridge %1$s takes packets with any source address, so a task on it can pretend to be one with an interface of its own: run `sysctl -w net.ipv4.conf.%1$s.rp_filter=1` on the host"
                                .formatted(bridge)));
        if (isManagedInstance()) {
            warnings.add(
                    "This looks like the network of a daemon on an ECS managed instance (169.254.172.2), where senders cannot be told apart by their address: expect them to be refused as unknown, and run the gateway as a sidecar there");
        }
        return warnings;
    }

    private List<String> bridges() {
        var bridges = new ArrayList<String>();
        try (var interfaces = Files.newDirectoryStream(root.resolve("sys/class/net"))) {
            for (var one : interfaces) {
                if (Files.isDirectory(one.resolve("bridge"))) {
                    bridges.add(one.getFileName().toString());
                }
            }
        } catch (IOException unreadable) {
            return List.of();
        }
        bridges.sort(null);
        return bridges;
    }

    /** The larger of two settings counts (ip-sysctl). 1 is strict; 2 accepts an address that is reachable by any interface, such as that of another container. */
    private boolean isFiltered(String name) {
        int effective = Math.max(rpFilter("all"), rpFilter(name));
        return effective == 1;
    }

    private int rpFilter(String name) {
        try {
            return Integer.parseInt(
                    Files.readString(root.resolve("proc/sys/net/ipv4/conf/" + name + "/rp_filter")).strip());
        } catch (IOException | NumberFormatException unreadable) {
            return 0;
        }
    }

    private boolean isManagedInstance() {
        try {
            return Files.readString(root.resolve("proc/self/net/fib_trie")).contains(MANAGED_DAEMON + "\n");
        } catch (IOException unreadable) {
            return false;
        }
    }
}
