package dev.tracegate.faults;

import dev.tracegate.interop.Command;
import dev.tracegate.interop.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A small file system in memory. It requires root; otherwise the test is skipped. */
record SmallDisk(Path folder) implements AutoCloseable {

    static SmallDisk mount(Path folder, String size) throws IOException {
        Files.createDirectories(folder);
        Workplace.need("the right to mount a tmpfs", "mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs",
                folder.toString());
        return new SmallDisk(folder);
    }

    @Override
    public void close() throws IOException {
        Command.of("umount", folder.toString()).run(Duration.ofSeconds(10)).succeeded();
    }
}
