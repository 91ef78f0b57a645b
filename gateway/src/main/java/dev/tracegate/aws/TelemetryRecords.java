package dev.tracegate.aws;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PutTelemetryRecords as the X-Ray daemon sends it: a record a minute from the first datagram on, 10 in a call, those that did not get through
 * kept up to 30. Unlike the daemon's, the connection errors are counted. One event loop; nothing here disturbs anything else.
 */
final class TelemetryRecords {
    private static final Logger LOG = LoggerFactory.getLogger(TelemetryRecords.class);
    private static final Duration EVERY = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int MOST_KEPT = 30;
    private static final int MOST_IN_A_CALL = 10;

    private final Vertx vertx;
    private final XRayCalls calls;
    private final Supplier<TelemetryCounts> counts;
    private final ConnectionErrors errors;
    private final Supplier<Identity> identity;
    private final InstantSource clock;
    private final ArrayDeque<JsonObject> kept = new ArrayDeque<>();
    private TelemetryCounts lastCounts = new TelemetryCounts(0, 0, 0, 0);
    private ConnectionErrors.Counts lastErrors;
    private final long timer;

    /** Who sends; empty strings where unknown. */
    record Identity(String hostname, String instanceId, String resourceArn) {}

    TelemetryRecords(Vertx vertx, XRayCalls calls, Supplier<TelemetryCounts> counts, ConnectionErrors errors,
            Supplier<Identity> identity,
            InstantSource clock) {
        this.vertx = vertx;
        this.calls = calls;
        this.counts = counts;
        this.errors = errors;
        this.identity = identity;
        this.clock = clock;
        this.lastErrors = errors.read();
        this.timer = vertx.setPeriodic(EVERY.toMillis(), tick -> report());
    }

    /** Sends what is left, once; completes whatever becomes of it. */
    Future<Void> close() {
        vertx.cancelTimer(timer);
        return report();
    }

    Future<Void> report() {
        var now = counts.get();
        if (now.received() == 0) {
            LOG.debug("Skipped telemetry data as no segments found");
            return Future.succeededFuture();
        }
        var nowErrors = errors.read();
        keep(entry(now.since(lastCounts), nowErrors.since(lastErrors)));
        lastCounts = now;
        lastErrors = nowErrors;
        return send();
    }

    private void keep(JsonObject entry) {
        if (kept.size() == MOST_KEPT) {
            kept.remove();
        }
        kept.add(entry);
    }

    private Future<Void> send() {
        var batch = new ArrayList<JsonObject>();
        while (batch.size() < MOST_IN_A_CALL && !kept.isEmpty()) {
            batch.add(kept.remove());
        }
        if (batch.isEmpty()) {
            return Future.succeededFuture();
        }
        var who = identity.get();
        var body = new JsonObject().put("EC2InstanceId", who.instanceId())
                .put("Hostname", who.hostname())
                .put("ResourceARN", who.resourceArn())
                .put("TelemetryRecords", new JsonArray(List.copyOf(batch)));
        return calls.post("/TelemetryRecords", body.toBuffer(), XRaySink.XRayTimestamp.header(clock.instant()), LIMIT)
                .compose(answer -> answer.status() == 200 ? send()
                        : Future.failedFuture("X-Ray answered " + answer.status()))
                .recover(failure -> {
                    LOG.debug("Telemetry records could not be sent and are kept: {}", failure.toString());
                    batch.reversed().forEach(kept::addFirst);
                    return Future.succeededFuture();
                });
    }

    private JsonObject entry(TelemetryCounts delta, ConnectionErrors.Counts failures) {
        return new JsonObject().put("Timestamp", clock.millis() / 1e3)
                .put("SegmentsReceivedCount", delta.received())
                .put("SegmentsSentCount", delta.sent())
                .put("SegmentsSpilloverCount", delta.spillover())
                .put("SegmentsRejectedCount", delta.rejected())
                .put("BackendConnectionErrors", new JsonObject().put("TimeoutCount", failures.timeout())
                        .put("ConnectionRefusedCount", failures.refused())
                        .put("HTTPCode4XXCount", failures.http4xx())
                        .put("HTTPCode5XXCount", failures.http5xx())
                        .put("UnknownHostCount", failures.unknownHost())
                        .put("OtherCount", failures.other()));
    }
}
