package dev.tracegate.aws.xray;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;

/** One record of PutTelemetryRecords. */
final class TelemetryRecord {
    private TelemetryRecord() {}

    static JsonObject json(Instant time, TelemetryCounts before, TelemetryCounts now, ConnectionErrors.Totals errors) {
        return new JsonObject().put("Timestamp", BigDecimal.valueOf(time.toEpochMilli(), 3))
                .put("SegmentsReceivedCount", count(now.received() - before.received()))
                .put("SegmentsSentCount", count(now.sent() - before.sent()))
                .put("SegmentsSpilloverCount", count(now.spillover() - before.spillover()))
                .put("SegmentsRejectedCount", count(now.rejected() - before.rejected()))
                .put("BackendConnectionErrors", json(errors));
    }

    private static JsonObject json(ConnectionErrors.Totals errors) {
        return new JsonObject().put("TimeoutCount", count(errors.timeout()))
                .put("ConnectionRefusedCount", count(errors.refused()))
                .put("HTTPCode4XXCount", count(errors.status4xx()))
                .put("HTTPCode5XXCount", count(errors.status5xx()))
                .put("UnknownHostCount", count(errors.unknownHost()))
                .put("OtherCount", count(errors.other()));
    }

    /** The API's counts are 32 bits wide. */
    private static int count(long value) {
        return Math.clamp(value, 0, Integer.MAX_VALUE);
    }
}
