package dev.tracegate.flow.ledger;

import dev.tracegate.segment.RejectReason;
import java.util.Map;

/**
 * A reading of a {@link TenantLedger}, in segments. {@code received + restored = rejected + sampledOut + shed + deadLettered + delivered +
 * queued + inFlight + spooled}.
 *
 * @param restored segments of an earlier run, found on disk at start
 * @param unreadable accepted documents with an unreadable envelope, which are sent like others
 * @param replacedUtf8 accepted documents in which invalid UTF-8 was replaced
 * @param undecidable documents that a keep rate below 1 could not decide about, since their trace id could not be read; they are kept
 * @param sampledOut dropped by a sampling decision, by the name of its rule
 * @param retried retries of segments; a segment counts once per retry
 * @param queuedBytes escaped bytes of the queued segments
 * @param spooled segments on disk and not in memory
 * @param queued segments waiting to be sent, for the first time or again
 */
public record LedgerSnapshot(long received, long restored, long unreadable, long replacedUtf8,
        long undecidable, Map<RejectReason, Long> rejected, Map<String, Long> sampledOut,
        Map<ShedReason, Long> shed, Map<String, Long> deadLettered, long delivered, long retried, long queued,
        long queuedBytes, long inFlight, long spooled) {

    /** Received and restored segments minus all other counts. Not 0 only if a segment was lost or counted twice, which is a bug. */
    public long imbalance() {
        return received + restored - sum(rejected) - sum(sampledOut) - sum(shed) - sum(deadLettered) - delivered
                - queued - inFlight
                - spooled;
    }

    private static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
