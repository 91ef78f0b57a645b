package dev.tracegate.faults;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A PutTraceSegments call that has arrived whole, well signed and readable, to be answered once. Confined to the server's event loop. */
record Upload(HttpServerRequest request, List<Long> ids, Accepted accepted, Runnable refusals) {

    /** Takes all of them and says so. */
    void accept() {
        take();
        answer(new JsonArray());
    }

    /** Takes all of them; what the sender hears of that is the caller's affair, and not good. */
    void acceptInSecret() {
        accepted.took(ids);
        accepted.unconfirmed(ids.size());
    }

    /** Takes every second segment and names the others with this code. */
    void acceptHalf(String code, boolean forGood) {
        var half = ids.stream().filter(id -> (id & 1) == 0).toList();
        var others = ids.stream().filter(id -> (id & 1) != 0).toList();
        accepted.took(half);
        if (forGood) {
            accepted.refused(others);
        }
        var unprocessed = new JsonArray();
        others.forEach(id -> unprocessed.add(new JsonObject().put("Id", "%016x".formatted(id))
                .put("ErrorCode", code)
                .put("Message", "as the test wants it")));
        unheard(half.size());
        answer(unprocessed);
    }

    /** Takes none of them. */
    void refuse(int status, String code, String message) {
        refusals.run();
        ScriptedRefusal.answer(request, status, code, message);
    }

    /** Takes none of them, and bears no mark of X-Ray's. */
    void refuseByPage(int status) {
        refusals.run();
        ScriptedRefusal.page(request, status);
    }

    boolean chance(int percent) {
        return ThreadLocalRandom.current().nextInt(100) < percent;
    }

    private void take() {
        accepted.took(ids);
        unheard(ids.size());
    }

    /** Where the sender has hung up already, it will send them once more. */
    private void unheard(int segments) {
        if (request.response().closed()) {
            accepted.unconfirmed(segments);
        }
    }

    private void answer(JsonArray unprocessed) {
        if (!request.response().closed()) {
            request.response()
                    .putHeader("Content-Type", "application/json")
                    .putHeader("x-amzn-RequestId", "1-fault-" + Long.toHexString(ids.getFirst()))
                    .end(new JsonObject().put("UnprocessedTraceSegments", unprocessed).encode());
        }
    }
}
