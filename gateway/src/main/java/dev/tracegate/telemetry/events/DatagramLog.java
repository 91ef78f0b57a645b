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
    private static final int LINES_A_REASON = 5;
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final RateLimitedLog warnings;

    public DatagramLog(LongSupplier nanoClock) {
        this.warnings = new RateLimitedLog(LOG, LINES_A_REASON, INTERVAL, nanoClock);
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

    /** The X-Ray daemon's message where it has one, without the payload that the daemon appends. */
    private static String message(RejectReason reason) {
        return switch (reason) {
            case EMPTY_DATAGRAM -> "Empty datagram";
            case MISSING_HEADER -> "Missing header or segment: there is no newline after a header";
            case MISSING_SEGMENT -> "Missing header or segment: there is nothing after the header";
            case INVALID_HEADER -> "Invalid header: the first line must be {\"format\":\"json\",\"version\":1}";
            case UNKNOWN_SOURCE -> "Unknown source: no tenant has this address, and the port is no tenant's own";
            case AMBIGUOUS_SOURCE -> "Ambiguous source: its address is of two tasks; `tracegate explain` names them";
            case NO_TENANT -> "No tenant: the task that sent this is known, and no tenant has it";
            case IDENTITY_TIMEOUT -> "Who sent this was not known in time; `tracegate explain` says why";
            case HOLD_FULL -> "Who sent this is not known yet, and identity.holdBytes wait for that already";
        };
    }

    private static String message(ShedReason reason) {
        return reason == ShedReason.RATE_LIMIT
                ? "Segment dropped. Its tenant sends more than its limits allow"
                : "Segment dropped. Consider increasing memory limit";
    }
}
