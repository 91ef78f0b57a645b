package dev.tracegate.interop.sampling;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * What a program of {@code gateway/src/test/clients} is to decide about, until it is killed.
 *
 * @param addresses   of a client each
 * @param stagger     the clients start one after the other, evenly over this time
 * @param perSecond   decisions per second for each client and path
 * @param changesOnly print only a decision that differs from the one before, of the same client and path
 */
record DecideConfig(List<String> addresses, List<String> paths, int perSecond, Duration stagger, boolean changesOnly) {

    /** As many clients of one address, started at once, which print all decisions. */
    static DecideConfig of(String address, int clients, List<String> paths, int perSecond) {
        return new DecideConfig(Collections.nCopies(clients, address), paths, perSecond, Duration.ZERO, false);
    }

    JsonObject json() {
        return new JsonObject().put("mode", "decide")
                .put("addresses", new JsonArray(addresses))
                .put("staggerMillis", stagger.toMillis())
                .put("paths", new JsonArray(paths))
                .put("perSecond", perSecond)
                .put("changesOnly", changesOnly);
    }
}
