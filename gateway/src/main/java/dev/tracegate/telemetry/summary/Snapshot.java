package dev.tracegate.telemetry.summary;

import dev.tracegate.telemetry.metrics.CredentialsTag;
import dev.tracegate.telemetry.metrics.GatewayView;
import dev.tracegate.telemetry.metrics.TenantView;
import java.util.Collection;
import java.util.function.ToLongFunction;

/**
 * The input of a summary: totals over all tenants at one moment.
 *
 * @param received datagrams since the start, as are the segments {@code delivered}, {@code retried} and {@code lost}
 * @param waiting segments that are queued or in flight
 */
record Snapshot(long received, long delivered, long retried, Losses lost, long waiting, long bufferBytes,
        long bufferLimitBytes, CredentialsTag credentials) {

    static Snapshot of(GatewayView view) {
        var tenants = view.tenants();
        return new Snapshot(sum(tenants, TenantView::received), sum(tenants, TenantView::delivered),
                sum(tenants, TenantView::retried), Losses.of(tenants, view.kernelDrops().orElse(0)),
                sum(tenants, tenant -> tenant.queuedSegments() + tenant.inFlight()), view.bufferBytes(),
                view.bufferLimitBytes(), view.credentials());
    }

    private static long sum(Collection<? extends TenantView> tenants, ToLongFunction<TenantView> count) {
        return tenants.stream().mapToLong(count).sum();
    }
}
