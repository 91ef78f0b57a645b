package dev.tracegate.telemetry.metrics;

import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.TenantId;
import java.util.Map;

/**
 * One tenant's ledger at one moment. Counts are totals since the start and never decrease; {@code queued}, {@code inFlight} and
 * {@code spooled} are current values. Thread-safe.
 */
public interface TenantView {
    TenantId tenant();

    /** Datagrams. */
    long received();

    /** Datagrams. */
    long rejected(RejectReason reason);

    /** Segments with an envelope that could not be parsed; they are forwarded unchanged. */
    long unreadable();

    /** Segments in which invalid UTF-8 was replaced by U+FFFD. */
    long invalidUtf8();

    long queuedSegments();

    long queuedBytes();

    /** Segments being uploaded or being written to the spool. */
    long inFlight();

    /** Segments that are on disk only, not in memory. */
    long spooled();

    /** Segments that an earlier process left on disk and this one found. */
    long restored();

    /** Segments. */
    long delivered();

    /** Retries of segments; a segment counts once for each retry. */
    long retried();

    /** Segments that a keep rate could not decide about; they are kept. */
    long undecidable();

    /** Segments dropped by a sampling decision, by the name of its rule. */
    Map<String, Long> sampledOut();

    /** Segments. */
    long shed(ShedReason reason);

    /** Segments, by X-Ray's error code. */
    Map<String, Long> deadLettered();
}
