package dev.tracegate.tenancy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@code /proc} in which some real processes appear to be in containers. Only the cgroup is fake; the other files link to the kernel's:
 * the addresses, the start, the uptime, the open sockets.
 */
final class HostProcesses implements AutoCloseable {
    private static final Path PROC = Path.of("/proc");

    private final Path root;
    private final List<Path> links = new ArrayList<>();

    HostProcesses(Path root) {
        this.root = root;
        link(root.resolve("self"), PROC.resolve("self"));
        link(root.resolve("uptime"), PROC.resolve("uptime"));
    }

    Path root() {
        return root;
    }

    /** Makes the process the first one of the container. */
    void container(long pid, String taskId, String dockerId) {
        var process = root.resolve(Long.toString(pid));
        var real = PROC.resolve(Long.toString(pid));
        link(process.resolve("net"), real.resolve("net"));
        link(process.resolve("stat"), real.resolve("stat"));
        link(process.resolve("fd"), real.resolve("fd"));
        try {
            Files.writeString(process.resolve("cgroup"),
                    "0::/ecstasks.slice/ecstasks-%s.slice/docker-%s.scope\n".formatted(taskId, dockerId));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void link(Path from, Path to) {
        try {
            Files.createDirectories(from.getParent());
            links.add(Files.createSymbolicLink(from, to));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        links.forEach(link -> link.toFile().delete());
    }
}
