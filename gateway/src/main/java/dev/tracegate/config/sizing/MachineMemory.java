package dev.tracegate.config.sizing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The memory available to the process: the limit of its cgroup (version 1 or 2), and the machine's total. Read from files, because the JVM's management
 * classes take milliseconds to load at start.
 *
 * @param root of the file system
 */
public record MachineMemory(Path root) {
    /** Version 1 represents "no limit" as a number near 2^63. */
    private static final long NO_LIMIT = 1L << 60;

    /** The smallest limit, in bytes, of the cgroup and its parents; empty if there is none. */
    public OptionalLong limit() {
        return lines("proc/self/cgroup").flatMapToLong(this::limits).filter(bytes -> bytes < NO_LIMIT).min();
    }

    /** The machine's memory in bytes; empty if it cannot be read. */
    public OptionalLong total() {
        return lines("proc/meminfo").filter(line -> line.startsWith("MemTotal:"))
                .map(line -> line.replaceAll("\\D", ""))
                .flatMapToLong(MachineMemory::number)
                .map(kib -> kib * 1024)
                .findFirst();
    }

    /** @param line {@code 0::/system.slice/xray.service}, or {@code 7:memory:/docker/4f…} */
    private LongStream limits(String line) {
        var parts = line.split(":", 3);
        if (parts.length == 3 && parts[1].isEmpty()) {
            return upwards("sys/fs/cgroup", parts[2], "memory.max");
        }
        if (parts.length == 3 && List.of(parts[1].split(",")).contains("memory")) {
            return upwards("sys/fs/cgroup/memory", parts[2], "memory.limit_in_bytes");
        }
        return LongStream.empty();
    }

    /** In a container the cgroup's path is often that of the host and does not exist there; the top folder is then the container's own cgroup. */
    private LongStream upwards(String top, String group, String file) {
        var folder = Path.of(top, group).normalize();
        return Stream.iterate(folder, at -> at != null && at.startsWith(top), Path::getParent)
                .flatMap(at -> lines(at.resolve(file).toString()))
                .flatMapToLong(MachineMemory::number);
    }

    private static LongStream number(String text) {
        return text.matches("\\d{1,18}") ? LongStream.of(Long.parseLong(text)) : LongStream.empty();
    }

    private Stream<String> lines(String relative) {
        try {
            return Files.readAllLines(root.resolve(relative)).stream().map(String::strip);
        } catch (IOException absent) {
            return Stream.of();
        }
    }
}
