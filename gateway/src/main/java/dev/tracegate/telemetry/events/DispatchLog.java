package dev.tracegate.telemetry.events;

import dev.tracegate.dispatch.DispatchEvent;
import dev.tracegate.dispatch.DispatchEvent.Attempted;
import dev.tracegate.dispatch.DispatchEvent.Moving;
import dev.tracegate.dispatch.DispatchEvent.Postponed;
import dev.tracegate.dispatch.DispatchEvent.Refused;
import dev.tracegate.dispatch.DispatchEvent.ScanFailed;
import dev.tracegate.dispatch.DispatchEvent.Stalled;
import dev.tracegate.dispatch.SendOutcome;
import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.dispatch.SendOutcome.Unprocessed;
import dev.tracegate.dispatch.StalledDestination;
import dev.tracegate.flow.Batch;
import dev.tracegate.segment.Segment;
import dev.tracegate.telemetry.logging.RateLimitedLog;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs uploads with the X-Ray daemon's messages, because operators search for them. */
public final class DispatchLog implements Consumer<DispatchEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(DispatchLog.class);
    private static final int LINES_PER_REASON = 5;
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final boolean everyBatch;
    private final RateLimitedLog warnings;

    /** @param everyBatch true to log each sent batch at info, as the daemon does; false for debug */
    public DispatchLog(boolean everyBatch, LongSupplier nanoClock) {
        this.everyBatch = everyBatch;
        this.warnings = new RateLimitedLog(LOG, LINES_PER_REASON, INTERVAL, nanoClock);
    }

    @Override
    public void accept(DispatchEvent event) {
        switch (event) {
            case Attempted(var batch, var outcome, var took) -> attempted(batch, outcome, took);
            case Postponed(var batch, var failure, var wait) -> postponed(batch, failure, wait);
            case Refused(var batch, var segment, var refusal) -> refused(batch, segment, refusal);
            case Stalled(var stalled) -> stalled(stalled);
            case ScanFailed(var bug) -> warnings.warn("dispatch_failed", line -> line.setCause(bug)
                    .log("Searching for segments to send failed and is repeated within 1 s. This is a bug in Tracegate"));
            case DispatchEvent.Restored(var destination) -> LOG.atError()
                    .addKeyValue("destination", destination)
                    .log("Segments for {} were due and not scheduled; they are sent now. This is a bug in Tracegate",
                            destination);
            case Moving(var destination) ->
                LOG.atInfo().addKeyValue("destination", destination).log("{} takes segments again", destination);
        }
    }

    private void attempted(Batch batch, SendOutcome outcome, Duration took) {
        if (outcome instanceof Answered answered && (everyBatch || LOG.isDebugEnabled())) {
            var level = everyBatch ? LOG.atInfo() : LOG.atDebug();
            level.log(sent(batch.size(), answered.unprocessed().size(), took));
        }
    }

    private void postponed(Batch batch, Failed failure, Duration wait) {
        warnings.warn(failure.cause().label(), line -> line.addKeyValue("tenant", batch.tenant())
                .addKeyValue("status", failure.status())
                .log("Sending segment batch failed with: {}: {}; its {} segments are kept and sent again in {} s",
                        failure.code(),
                        failure.message(), batch.size(), seconds(wait)));
    }

    private void refused(Batch batch, Segment segment, Unprocessed refusal) {
        warnings.warn("unprocessed_" + refusal.errorCode(),
                line -> line.addKeyValue("tenant", batch.tenant()).log(unprocessed(segment, refusal)));
    }

    private static void stalled(StalledDestination stalled) {
        LOG.atWarn()
                .addKeyValue("reason", stalled.reason())
                .addKeyValue("destination", stalled.destination())
                .log("Nothing is delivered: {}", stalled);
    }

    /** Logs how many lines were suppressed. Call it periodically. */
    public void flush() {
        warnings.flush();
    }

    private static String sent(int segments, int unprocessed, Duration took) {
        return unprocessed == 0
                ? "Successfully sent batch of " + segments + " segments (" + seconds(took) + " seconds)"
                : "Sent batch of " + segments + " segments but had " + unprocessed + " Unprocessed segments ("
                        + seconds(took) + " seconds)";
    }

    private static String unprocessed(Segment segment, Unprocessed refusal) {
        var trace = segment.envelope().traceId();
        var id = refusal.id() == null ? segment.envelope().idText() : refusal.id();
        return (trace == null ? "Unprocessed segment: " : "Unprocessed trace " + trace + ", segment: ") + "{ErrorCode: "
                + quoted(refusal.errorCode()) + ", Id: " + quoted(id) + ", Message: " + quoted(refusal.message()) + "}";
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "null" : "\"" + text + "\"";
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e9);
    }
}
