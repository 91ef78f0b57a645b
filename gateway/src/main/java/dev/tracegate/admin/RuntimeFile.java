package dev.tracegate.admin;

import dev.tracegate.files.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file with the address of the admin API for clients on the same machine: one line {@code host port pid}.
 *
 * @param path in a folder that only this user may write
 * @param pid of this process
 */
record RuntimeFile(Path path, long pid) {

    /**
     * Blocks.
     *
     * @throws IOException if the folder is not private or cannot be written
     */
    void write(String host, int port) throws IOException {
        new PrivateFile(path).write(line(host, port));
    }

    /** Deletes the file, unless another process has replaced it. Blocks. */
    void delete(String host, int port) throws IOException {
        new PrivateFile(path).delete(line(host, port));
    }

    private String line(String host, int port) {
        return host + " " + port + " " + pid + "\n";
    }
}
