package dev.tracegate.identity.proc;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The host's processes, as the kernel shows them. Blocks.
 *
 * @param root {@code /proc}
 */
record HostProc(Path root, InstantSource clock) {
    /** USER_HZ: 100 on every Linux architecture that the gateway supports. */
    private static final long TICK_MILLIS = 10;
    /** More than the resolution of a start time and of /proc/uptime, one tick each. */
    private static final long SLACK_MILLIS = 50;
    /** Field 22 of stat(5), counted after the name in parentheses, which may contain spaces. */
    private static final int START = 19;

    /** The files of the network namespace of this process. */
    Path ownNet() {
        return root.resolve("self/net");
    }

    List<Path> processes() throws IOException {
        return entries(root, "[0-9]*");
    }

    static List<Path> entries(Path folder, String glob) throws IOException {
        var entries = new ArrayList<Path>();
        try (var stream = Files.newDirectoryStream(folder, glob)) {
            stream.forEach(entries::add);
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        return entries;
    }

    /** Empty also if the process has ended. */
    static Optional<Cgroup> cgroup(Path process) {
        try {
            return Cgroup.of(Files.readAllLines(process.resolve("cgroup")));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** When the process started, in ticks since the boot; together with the process id it identifies one process. */
    static long startTicks(Path process) throws IOException {
        var stat = Files.readString(process.resolve("stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[START]);
    }

    /** Computed from the uptime: the boot time in /proc/stat has whole seconds only. */
    long bootMillis() throws IOException {
        var seconds = Files.readString(root.resolve("uptime")).split(" ", -1)[0];
        return clock.millis() - Math.round(Double.parseDouble(seconds) * 1e3);
    }

    /** The earliest time at which a process with that start can have run. */
    static Instant started(long bootMillis, long ticks) {
        return Instant.ofEpochMilli(bootMillis + ticks * TICK_MILLIS - SLACK_MILLIS);
    }
}
