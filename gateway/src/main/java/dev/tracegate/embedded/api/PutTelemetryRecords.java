package dev.tracegate.embedded.api;

import io.vertx.core.json.JsonObject;

/** Accepts the telemetry of a daemon. The input is checked and not stored, since X-Ray has no operation that reads it. */
final class PutTelemetryRecords implements Operation {

    @Override
    public Uses uses() {
        return Uses.MEMORY;
    }

    @Override
    public JsonObject answer(Input input) {
        var records = input.requiredList("TelemetryRecords");
        if (records.isEmpty()) {
            throw ApiError.invalidRequest("Telemetry records cannot be empty");
        }
        records.forEach(record -> record.requiredTime("Timestamp"));
        return new JsonObject();
    }
}
