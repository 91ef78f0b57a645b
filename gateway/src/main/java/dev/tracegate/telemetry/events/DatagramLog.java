package dev.tracegate.telemetry.events;

import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.ingest.DatagramListener;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.telemetry.logging.RateLimitedLog;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs datagrams that were rejected or shed, rate-limited by reason, with source and size but never with content. */
public final class DatagramLog implements DatagramListener {
    private static final Logger LOG = LoggerFactory.getLogger(DatagramLog.class);
    private static final int LINES_PER_REASON = 5;
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final RateLimitedLog warnings;

    public DatagramLog(LongSupplier nanoClock) {
        this.warnings = new RateLimitedLog(LOG, LINES_PER_REASON, INTERVAL, nanoClock);
    }

    @Override
    public void rejected(InetSocketAddress source, RejectReason reason, int bytes) {
        warnings.warn(reason.label(),
                line -> line.addKeyValue("source", source).addKeyValue("bytes", bytes).log(message(reason)));
    }

    @Override
    public void shed(InetSocketAddress source, ShedReason reason, int bytes) {
        warnings.warn(reason.label(), line -> line.addKeyValue("source", source)
                .addKeyValue("bytes", bytes)
                .log(message(reason)));
    }

    @Override
    public void readFailed(Throwable failure) {
        warnings.warn("read_failed", line -> line.addKeyValue("error", failure).log("Reading the UDP socket failed"));
    }

    /** Logs how many lines were suppressed. Call it periodically. */
    public void flush() {
        warnings.flush();
    }

    /** The X-Ray daemon's message if it has one, without the payload that the daemon appends. */
    private static String message(RejectReason reason) {
        return switch (reason) {
            case EMPTY_DATAGRAM -> "Empty datagram";
            case MISSING_HEADER -> "Missing header or segment: there is no newline after a header";
            case MISSING_SEGMENT -> "Missing header or segment: there is nothing after the header";
            case INVALID_HEADER -> "Invalid header: the first line must be {\"format\":\"json\",\"version\":1}";
            case UNKNOWN_SOURCE -> "Unknown source: no tenant has this address or this port";
            case AMBIGUOUS_SOURCE -> "Ambiguous source: two tasks have this address; `tracegate explain` lists them";
            case NO_TENANT -> "No tenant: the sending task is known, but no tenant matches it";
            case IDENTITY_TIMEOUT ->
                "Identity timeout: the sender was not identified in time; `tracegate explain` shows the reason";
            case HOLD_FULL ->
                "Hold full: the sender is not identified yet, and waiting datagrams have reached identity.holdBytes";
        };
    }

    private static String message(ShedReason reason) {
        return reason == ShedReason.RATE_LIMIT
                ? "Segment dropped. Its tenant sends more than its limits allow"
                : "Segment dropped. Consider increasing memory limit";
    }
}
