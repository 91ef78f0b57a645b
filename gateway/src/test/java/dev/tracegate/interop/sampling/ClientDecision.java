package dev.tracegate.interop.sampling;

import dev.tracegate.interop.Running;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sampling decision that a client's program printed.
 *
 * @param millis when, in milliseconds since 1970
 * @param client which of the program's clients, from 0
 * @param rule   the rule that decided, where the SDK says so
 */
record ClientDecision(long millis, int client, String path, boolean sampled, @Nullable String rule) {

    /** Those printed so far. The last line may be cut in the middle, and is left out then. */
    static List<ClientDecision> printedBy(Running program) {
        return program.log()
                .lines()
                .filter(line -> line.startsWith("{\"t\"") && line.endsWith("}"))
                .map(ClientDecision::parsed)
                .toList();
    }

    private static ClientDecision parsed(String line) {
        var json = new JsonObject(line);
        return new ClientDecision(json.getLong("t"), json.getInteger("client"), json.getString("path"),
                json.getBoolean("sampled"), json.getString("rule"));
    }
}
