package dev.tracegate.flow.ledger;

import dev.tracegate.segment.RejectReason;
import java.util.Map;

/**
 * A reading of a {@link TenantLedger}, in segments.
 *
 * @param restored found on disk at start, from a run before
 * @param unreadable accepted documents whose envelope could not be read; they go their way like others
 * @param replacedUtf8 accepted documents in which invalid UTF-8 was replaced
 * @param retried segments sent once more, counted each time
 * @param queuedBytes escaped bytes of the queued segments
 * @param spooled on disk, and not in memory
 * @param queued waiting to be sent, for the first time or again
 */
public record LedgerSnapshot(long received, long restored, long unreadable, long replacedUtf8,
        Map<RejectReason, Long> rejected,
        Map<ShedReason, Long> shed, Map<String, Long> deadLettered, long delivered, long retried, long queued,
        long queuedBytes, long inFlight, long spooled) {

    /** What came in less what is accounted for: 0, or a segment has been lost or counted twice. */
    public long imbalance() {
        return received + restored - sum(rejected) - sum(shed) - sum(deadLettered) - delivered - queued - inFlight
                - spooled;
    }

    private static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
