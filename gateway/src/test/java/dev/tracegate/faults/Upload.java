package dev.tracegate.faults;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A complete, correctly signed PutTraceSegments call, to be answered once on the server's event loop. */
record Upload(HttpServerRequest request, List<Long> ids, Accepted accepted, Runnable refusals) {

    /** Accepts all segments and confirms it. */
    void accept() {
        take();
        answer(new JsonArray());
    }

    /** Accepts all segments without a confirmation; the caller sends a faulty response. */
    void acceptInSecret() {
        accepted.took(ids);
        accepted.unconfirmed(ids.size());
    }

    /** Accepts every second segment and names the others with the given code. */
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

    /** Refuses all segments. */
    void refuse(int status, String code, String message) {
        refusals.run();
        ScriptedRefusal.answer(request, status, code, message);
    }

    /** Refuses all segments with a response that is not from X-Ray. */
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

    /** A sender that has already closed the connection will send the segments again. */
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
