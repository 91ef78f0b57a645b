package dev.tracegate.telemetry.events;

import dev.tracegate.dispatch.DispatchListener;
import dev.tracegate.dispatch.SendOutcome;
import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.dispatch.SendOutcome.Unprocessed;
import dev.tracegate.dispatch.StalledDestination;
import dev.tracegate.flow.Batch;
import dev.tracegate.segment.Segment;
import dev.tracegate.telemetry.logging.RateLimitedLog;
import dev.tracegate.telemetry.metrics.UploadObserver;
import dev.tracegate.tenant.Destination;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Uploads in the log, in the X-Ray daemon's words, which operators search for; and each attempt to the upload meters. */
public final class DispatchLog implements DispatchListener {
    private static final Logger LOG = LoggerFactory.getLogger(DispatchLog.class);
    private static final int LINES_A_REASON = 5;
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final UploadObserver meters;
    private final boolean everyBatch;
    private final RateLimitedLog warnings;

    /** @param everyBatch a line for each batch at info, as the daemon prints it; else at debug */
    public DispatchLog(UploadObserver meters, boolean everyBatch, LongSupplier nanoClock) {
        this.meters = meters;
        this.everyBatch = everyBatch;
        this.warnings = new RateLimitedLog(LOG, LINES_A_REASON, INTERVAL, nanoClock);
    }

    @Override
    public void attempted(Batch batch, SendOutcome outcome, Duration took) {
        meters.uploaded(outcome, took.toNanos());
        if (outcome instanceof Answered answered && (everyBatch || LOG.isDebugEnabled())) {
            var level = everyBatch ? LOG.atInfo() : LOG.atDebug();
            level.log(sent(batch.size(), answered.unprocessed().size(), took));
        }
    }

    @Override
    public void postponed(Batch batch, Failed failure, Duration wait) {
        warnings.warn(failure.cause().label(), line -> line.addKeyValue("tenant", batch.tenant())
                .addKeyValue("status", failure.status())
                .log("Sending segment batch failed with: {}: {}; its {} segments are kept and sent again in {} s",
                        failure.code(),
                        failure.message(), batch.size(), seconds(wait)));
    }

    @Override
    public void refused(Batch batch, Segment segment, Unprocessed refusal) {
        warnings.warn("unprocessed_" + refusal.errorCode(),
                line -> line.addKeyValue("tenant", batch.tenant()).log(told(segment, refusal)));
    }

    @Override
    public void stalled(StalledDestination stalled) {
        LOG.atWarn()
                .addKeyValue("reason", stalled.reason())
                .addKeyValue("destination", stalled.destination())
                .log("Nothing is delivered: {}", stalled);
    }

    @Override
    public void moves(Destination destination) {
        LOG.atInfo().addKeyValue("destination", destination).log("{} takes segments again", destination);
    }

    /** Says what the limits hid; to be called now and then. */
    public void flush() {
        warnings.flush();
    }

    private static String sent(int segments, int unprocessed, Duration took) {
        return unprocessed == 0
                ? "Successfully sent batch of " + segments + " segments (" + seconds(took) + " seconds)"
                : "Sent batch of " + segments + " segments but had " + unprocessed + " Unprocessed segments ("
                        + seconds(took) + " seconds)";
    }

    private static String told(Segment segment, Unprocessed refusal) {
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
