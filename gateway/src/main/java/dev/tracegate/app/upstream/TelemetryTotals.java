package dev.tracegate.app.upstream;

import dev.tracegate.aws.xray.TelemetryCounts;
import dev.tracegate.flow.ledger.LedgerSnapshot;
import dev.tracegate.flow.ledger.SegmentLedger;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The sums of the ledger for X-Ray's telemetry records. */
final class TelemetryTotals {
    private TelemetryTotals() {}

    static TelemetryCounts of(SegmentLedger ledger) {
        var tenants = ledger.read().values();
        ToLongFunction<ToLongFunction<LedgerSnapshot>> total = count -> tenants.stream().mapToLong(count).sum();
        return new TelemetryCounts(total.applyAsLong(LedgerSnapshot::received),
                total.applyAsLong(LedgerSnapshot::delivered),
                total.applyAsLong(balance -> sum(balance.shed())),
                total.applyAsLong(balance -> sum(balance.rejected()) + sum(balance.deadLettered())));
    }

    private static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
