package dev.tracegate.interop;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A cgroup (version 1 or 2) with a memory limit, like that of a container. Requires root. */
final class ControlGroup implements AutoCloseable {
    private static final Path VERSION_1 = Path.of("/sys/fs/cgroup/memory");
    private static final Path VERSION_2 = Path.of("/sys/fs/cgroup");

    private final Path folder;

    private ControlGroup(Path folder) {
        this.folder = folder;
    }

    static ControlGroup of(long bytes) throws IOException {
        boolean first = Files.exists(VERSION_1.resolve("memory.limit_in_bytes"));
        var name = "tracegate-" + ProcessHandle.current().pid();
        var folder = Files.createDirectory((first ? VERSION_1 : VERSION_2).resolve(name));
        Files.writeString(folder.resolve(first ? "memory.limit_in_bytes" : "memory.max"), Long.toString(bytes));
        return new ControlGroup(folder);
    }

    /** Wraps the command so that it enters the group first and keeps its process id. */
    List<String> inside(List<String> command) {
        var words = new ArrayList<>(List.of("/bin/sh", "-c", "echo $$ >\"$0\" && exec \"$@\"",
                folder.resolve("cgroup.procs").toString()));
        words.addAll(command);
        return words;
    }

    /** Removes the group after its processes have ended. */
    @Override
    public void close() {
        await().ignoreExceptions().until(() -> Files.deleteIfExists(folder));
    }
}
