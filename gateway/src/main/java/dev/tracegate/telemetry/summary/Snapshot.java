package dev.tracegate.telemetry.summary;

import dev.tracegate.telemetry.metrics.CredentialsTag;
import dev.tracegate.telemetry.metrics.GatewayView;
import dev.tracegate.telemetry.metrics.TenantView;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * The input of a summary: totals over all tenants at one moment.
 *
 * @param received datagrams since the start, as are the segments {@code delivered}, {@code retried} and {@code lost}
 * @param sampledOut segments dropped by sampling decisions since the start, by the name of the rule
 * @param waiting segments that are queued or in flight
 */
record Snapshot(long received, long delivered, long retried, Losses lost, SortedMap<String, Long> sampledOut,
        long waiting, long bufferBytes, long bufferLimitBytes, CredentialsTag credentials) {

    static Snapshot of(GatewayView view) {
        var tenants = view.tenants();
        return new Snapshot(sum(tenants, TenantView::received), sum(tenants, TenantView::delivered),
                sum(tenants, TenantView::retried), Losses.of(tenants, view.kernelDrops().orElse(0)),
                sampledOut(tenants),
                sum(tenants, tenant -> tenant.queuedSegments() + tenant.inFlight()), view.bufferBytes(),
                view.bufferLimitBytes(), view.credentials());
    }

    private static SortedMap<String, Long> sampledOut(Collection<? extends TenantView> tenants) {
        var rules = new TreeMap<String, Long>();
        tenants.forEach(tenant -> tenant.sampledOut().forEach((rule, count) -> rules.merge(rule, count, Long::sum)));
        return rules;
    }

    private static long sum(Collection<? extends TenantView> tenants, ToLongFunction<TenantView> count) {
        return tenants.stream().mapToLong(count).sum();
    }
}
