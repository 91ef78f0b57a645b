package dev.tracegate.config.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracegate.files.NamedFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** The file of {@code listen.adminTokenFile}: the bearer token of the admin API. White space around the token is ignored. */
public final class AdminTokenFile {
    /** Minimum characters of a token: 16 hex digits are 64 bits. */
    private static final int MIN_LENGTH = 16;
    /** Maximum bytes of the file: the maximum size of a header of the admin API. */
    private static final int MAX_BYTES = 8 * 1024;

    private AdminTokenFile() {}

    /**
     * The token. Blocks.
     *
     * @throws IOException if the file has no valid token; {@link NamedFile#problem} returns the reason for the operator
     */
    public static String read(Path file) throws IOException {
        var token = new String(NamedFile.read(file, MAX_BYTES), UTF_8).strip();
        if (token.length() < MIN_LENGTH) {
            throw new FileSystemException(file.toString(), null, "must contain a token of at least " + MIN_LENGTH
                    + " characters, such as `openssl rand -hex 32` prints");
        }
        return token;
    }
}
