package dev.tracegate.interop;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A control group with a limit on memory, as a container has one. Version 1 or 2; for root only. */
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

    /** The command as one that enters the group first, keeping its process id. */
    List<String> inside(List<String> command) {
        var words = new ArrayList<>(List.of("/bin/sh", "-c", "echo $$ >\"$0\" && exec \"$@\"",
                folder.resolve("cgroup.procs").toString()));
        words.addAll(command);
        return words;
    }

    /** When its processes have ended. */
    @Override
    public void close() {
        await().ignoreExceptions().until(() -> Files.deleteIfExists(folder));
    }
}
