package dev.tracegate.aws.credentials;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracegate.files.NamedFile;
import java.io.IOException;
import java.nio.file.Path;

/** A file with a token that authenticates the process: a web identity's, or the one that the container's credentials service asks for. */
final class TokenFile {
    /** What STS takes for a WebIdentityToken; EKS Pod Identity's are such tokens too. */
    static final int MOST_BYTES = 20_000;

    private TokenFile() {}

    /**
     * The token. Blocks.
     *
     * @param variable or key that names the file, for the message
     */
    static String read(String variable, Path file) {
        try {
            return new String(NamedFile.read(file, MOST_BYTES), UTF_8).strip();
        } catch (IOException e) {
            throw new IllegalStateException(variable + ": cannot read " + file + ": " + NamedFile.problem(e), e);
        }
    }
}
