package dev.tracegate.app;

import dev.tracegate.aws.TelemetryCounts;
import dev.tracegate.flow.Balance;
import dev.tracegate.flow.Books;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The books, in the sums that X-Ray's telemetry records ask for. */
final class TelemetryTotals {
    private TelemetryTotals() {}

    static TelemetryCounts of(Books books) {
        var tenants = books.read().values();
        ToLongFunction<ToLongFunction<Balance>> total = count -> tenants.stream().mapToLong(count).sum();
        return new TelemetryCounts(total.applyAsLong(Balance::received), total.applyAsLong(Balance::delivered),
                total.applyAsLong(balance -> sum(balance.shed())),
                total.applyAsLong(balance -> sum(balance.rejected()) + sum(balance.deadLettered())));
    }

    private static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
