package dev.tracegate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracegate.files.NamedFile;
import dev.tracegate.http.BlockingHttp;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Asks the gateway on this machine which tenant a sender belongs to. Sends the token only to a loopback address from a runtime file of this user. Blocks,
 * with a time limit.
 */
public final class ExplainCommand {
    /** Maximum bytes that are read of a response. */
    static final int MAX_BYTES = 64 * 1024;
    private static final BlockingHttp HTTP = new BlockingHttp(HealthCommand.LIMIT, HealthCommand.LIMIT, MAX_BYTES);
    /** Maximum bytes of the token file: the maximum size of a header of the admin API. */
    private static final int MAX_TOKEN_BYTES = 8 * 1024;

    private ExplainCommand() {}

    /**
     * The result.
     *
     * @param found whether the gateway answered; if not, {@code text} is the error
     * @param text the output, including newlines
     */
    public record Answer(boolean found, String text) {}

    public static Answer ask(Invocation.Explain question) {
        try {
            var tokenFile = question.tokenFile();
            if (tokenFile != null && !HealthCommand.hasFile(question.admin())) {
                return refused("no runtime file of this user has the gateway's address (expected "
                        + question.admin().runtimeFile()
                        + "), and the token is sent to no other address: run this as the gateway's user, or set TRACEGATE_RUNTIME_DIR");
            }
            var url = "http://" + HealthCommand.address(question.admin()) + "/v1/explain?source="
                    + URLEncoder.encode(question.source(), UTF_8);
            var headers = tokenFile == null
                    ? Map.<String, String>of()
                    : Map.of("Authorization", "Bearer " + token(tokenFile));
            var reply = HTTP.call("GET", URI.create(url), headers);
            return new Answer(reply.status() == 200, reply.body());
        } catch (FileSystemException unusable) {
            return refused(String.valueOf(unusable.getMessage()));
        } catch (IOException | IllegalArgumentException failure) {
            return refused("no gateway answers: " + failure);
        }
    }

    private static Answer refused(String reason) {
        return new Answer(false, "explain: " + reason + "\n");
    }

    private static String token(Path file) throws IOException {
        return new String(NamedFile.read(file, MAX_TOKEN_BYTES), UTF_8).strip();
    }
}
