package dev.tracegate.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Says to a health check on the same machine where the admin API is: one line {@code host port pid}. It is there whole or not at all, and
 * readable by its owner only.
 *
 * @param pid of this process
 */
record RuntimeFile(Path path, long pid) {

    void write(String host, int port) throws IOException {
        var folder = path.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        // a new file of our own, then renamed: whatever stood at the path, even a link, is replaced and never written through
        var whole = Files.createTempFile(folder, ".tracegate", null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(whole, line(host, port));
            Files.move(whole, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /** Deletes the file, unless another process has written its own since. */
    void delete(String host, int port) throws IOException {
        if (Files.exists(path) && Files.readString(path).equals(line(host, port))) {
            Files.delete(path);
        }
    }

    private String line(String host, int port) {
        return host + " " + port + " " + pid + "\n";
    }
}
