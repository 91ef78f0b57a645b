package dev.tracegate.config.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracegate.files.NamedFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** The file of {@code listen.adminTokenFile}: the bearer token of the admin API, with white space around it. */
public final class AdminTokenFile {
    /** 16 characters of hex are 64 bits. */
    private static final int SHORTEST = 16;
    /** Bytes of the file. A header of the admin API may have as many. */
    private static final int MOST_BYTES = 8 * 1024;

    private AdminTokenFile() {}

    /**
     * The token. Blocks.
     *
     * @throws IOException where there is no good one; {@link NamedFile#problem} has the reason for the operator
     */
    public static String read(Path file) throws IOException {
        var token = new String(NamedFile.read(file, MOST_BYTES), UTF_8).strip();
        if (token.length() < SHORTEST) {
            throw new FileSystemException(file.toString(), null, "must hold a token of at least " + SHORTEST
                    + " characters, such as `openssl rand -hex 32` prints");
        }
        return token;
    }
}
