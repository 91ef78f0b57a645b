package dev.tracegate.aws;

import dev.tracegate.dispatch.SegmentSink;
import dev.tracegate.dispatch.SendOutcome;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.flow.Batch;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** X-Ray as a sink: each batch is one PutTraceSegments call. */
final class XRaySink implements SegmentSink {
    private final XRayCalls calls;
    private final ConnectionErrors errors;
    private final InstantSource clock;
    private final Duration limit;

    XRaySink(XRayCalls calls, ConnectionErrors errors, InstantSource clock, Duration limit) {
        this.calls = calls;
        this.errors = errors;
        this.clock = clock;
        this.limit = limit;
    }

    @Override
    public Future<SendOutcome> send(Batch batch) {
        return calls.post("/TraceSegments", SegmentsBody.of(batch), XRayTimestamp.header(clock.instant()), limit)
                .map(answer -> Outcomes.of(answer, clock.instant()))
                .otherwise(Outcomes::of)
                .onSuccess(this::learn);
    }

    private void learn(SendOutcome outcome) {
        if (outcome instanceof Failed failed) {
            errors.count(failed);
            if (failed.cause() == Cause.EXPIRED_CREDENTIALS) {
                calls.credentialsExpired();
            }
        }
    }

    /** The header that the daemon sends with uploads and telemetry. */
    static final class XRayTimestamp {
        private XRayTimestamp() {}

        /** Unix seconds with nine decimals. */
        static Map<String, String> header(java.time.Instant now) {
            return Map.of("X-Amzn-Xray-Timestamp", "%d.%09d".formatted(now.getEpochSecond(), now.getNano()));
        }
    }
}
