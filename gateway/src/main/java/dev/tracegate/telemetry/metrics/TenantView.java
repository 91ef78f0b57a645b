package dev.tracegate.telemetry.metrics;

import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.TenantId;
import java.util.Map;

/**
 * One tenant's books at one moment. Counts are since the start and never fall from one reading to the next; {@code queued} and
 * {@code inFlight} are of the moment. Any thread.
 */
public interface TenantView {
    TenantId tenant();

    /** Datagrams. */
    long received();

    /** Datagrams. */
    long rejected(RejectReason reason);

    /** Segments whose envelope could not be read; they are forwarded all the same. */
    long unreadable();

    /** Segments in which something was not UTF-8 and became U+FFFD. */
    long invalidUtf8();

    long queuedSegments();

    long queuedBytes();

    /** Segments in a call, or waiting for their next attempt. */
    long inFlight();

    /** Segments that are on disk, and not in memory. */
    long spooled();

    /** Segments of a run before that were found on disk at start. */
    long restored();

    /** Segments. */
    long delivered();

    /** Segments sent again, each as often as it was. */
    long retried();

    /** Segments. */
    long shed(ShedReason reason);

    /** Segments, by X-Ray's error code. */
    Map<String, Long> deadLettered();
}
