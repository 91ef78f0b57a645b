package dev.tracegate.telemetry;

import java.util.function.ToLongFunction;

/**
 * What a summary is made of, over all tenants, at one moment.
 *
 * @param received datagrams since the start; {@code delivered}, {@code retried} and {@code lost} are since the start too
 * @param waiting segments accepted and not yet at their end: queued or in flight
 */
record Snapshot(long received, long delivered, long retried, Losses lost, long waiting, long bufferBytes,
        long bufferLimitBytes, CredentialsState credentials) {

    static Snapshot of(GatewayView view) {
        return new Snapshot(sum(view, TenantView::received), sum(view, TenantView::delivered),
                sum(view, TenantView::retried), Losses.of(view),
                sum(view, tenant -> tenant.queuedSegments() + tenant.inFlight()), view.bufferBytes(),
                view.bufferLimitBytes(), view.credentials());
    }

    private static long sum(GatewayView view, ToLongFunction<TenantView> count) {
        return view.tenants().stream().mapToLong(count).sum();
    }
}
