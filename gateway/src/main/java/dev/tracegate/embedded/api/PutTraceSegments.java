package dev.tracegate.embedded.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Stores documents. The reply lists the rejected ones; the others are stored. */
final class PutTraceSegments implements Operation {
    /** X-Ray's maximum of documents in a call. */
    private static final int MAX_DOCUMENTS = 50;

    private final DocumentProcessor processor;

    PutTraceSegments(DocumentProcessor processor) {
        this.processor = processor;
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
        if (documents.size() > MAX_DOCUMENTS) {
            throw ApiError.invalidRequest("Exceeding maximum segment count: " + MAX_DOCUMENTS);
        }
        var unprocessed = processor.process(documents).stream().map(UnprocessedDocument::json).toList();
        return new JsonObject().put("UnprocessedTraceSegments", new JsonArray(unprocessed));
    }
}
