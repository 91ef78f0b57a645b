package dev.tracegate.embedded.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Takes documents. A bad one is named in the answer; the others are stored. */
final class PutTraceSegments implements Operation {
    /** X-Ray's maximum for a call. */
    private static final int LIMIT = 50;

    private final Intake intake;

    PutTraceSegments(Intake intake) {
        this.intake = intake;
    }

    @Override
    public Uses uses() {
        return Uses.WRITER;
    }

    @Override
    public JsonObject answer(Input input) {
        var documents = input.requiredTexts("TraceSegmentDocuments");
        if (documents.isEmpty()) {
            throw ApiError.invalidRequest("Segments can not be empty");
        }
        if (documents.size() > LIMIT) {
            throw ApiError.invalidRequest("Exceeding maximum segment count: " + LIMIT);
        }
        var unprocessed = intake.take(documents).stream().map(Refusal::json).toList();
        return new JsonObject().put("UnprocessedTraceSegments", new JsonArray(unprocessed));
    }
}
