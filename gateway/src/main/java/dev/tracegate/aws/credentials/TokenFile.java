package dev.tracegate.aws.credentials;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracegate.files.NamedFile;
import java.io.IOException;
import java.nio.file.Path;

/** A file with a token that authenticates the process: to STS as a web identity, or to the container's credentials service. */
final class TokenFile {
    /** Bytes. The longest WebIdentityToken that STS accepts; EKS Pod Identity has tokens of the same kind. */
    static final int MAX_BYTES = 20_000;

    private TokenFile() {}

    /**
     * Reads the token, without surrounding white space. Blocks.
     *
     * @param variable the variable or key that names the file, for the message
     * @throws IllegalStateException if the file cannot be read
     */
    static String read(String variable, Path file) {
        try {
            return new String(NamedFile.read(file, MAX_BYTES), UTF_8).strip();
        } catch (IOException e) {
            throw new IllegalStateException(variable + ": cannot read " + file + ": " + NamedFile.problem(e), e);
        }
    }
}
