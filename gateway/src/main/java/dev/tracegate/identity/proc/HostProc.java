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
    /** USER_HZ: the same on every Linux there is. */
    private static final long TICK_MILLIS = 10;
    /** A start is known to a tick, and /proc/uptime too. */
    private static final long SLACK_MILLIS = 50;
    /** Field 22 of stat(5), counted behind the name in brackets, which may hold spaces. */
    private static final int START = 19;

    /** Of the network that this process is in. */
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

    /** Empty, too, where there is no such process any more. */
    static Optional<Cgroup> cgroup(Path process) {
        try {
            return Cgroup.of(Files.readAllLines(process.resolve("cgroup")));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** When it started, in ticks since the host did: with its number this names one process. */
    static long startTicks(Path process) throws IOException {
        var stat = Files.readString(process.resolve("stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[START]);
    }

    /** From the uptime: the boot time that /proc/stat gives is in whole seconds. */
    long bootMillis() throws IOException {
        var seconds = Files.readString(root.resolve("uptime")).split(" ", -1)[0];
        return clock.millis() - Math.round(Double.parseDouble(seconds) * 1e3);
    }

    /** A time before which a process that started then did nothing. */
    static Instant started(long bootMillis, long ticks) {
        return Instant.ofEpochMilli(bootMillis + ticks * TICK_MILLIS - SLACK_MILLIS);
    }
}
