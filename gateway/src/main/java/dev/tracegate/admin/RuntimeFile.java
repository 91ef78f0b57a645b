package dev.tracegate.admin;

import dev.tracegate.files.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Says to clients on the same machine where the admin API is: one line {@code host port pid}.
 *
 * @param path in a folder that only this user may write
 * @param pid of this process
 */
record RuntimeFile(Path path, long pid) {

    /** Blocks. Fails, with the reason, where the folder is not private or cannot be written. */
    void write(String host, int port) throws IOException {
        new PrivateFile(path).write(line(host, port));
    }

    /** Deletes the file, unless another process has written its own since. Blocks. */
    void delete(String host, int port) throws IOException {
        new PrivateFile(path).delete(line(host, port));
    }

    private String line(String host, int port) {
        return host + " " + port + " " + pid + "\n";
    }
}
