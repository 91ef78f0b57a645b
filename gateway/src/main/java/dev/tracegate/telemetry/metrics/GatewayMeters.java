package dev.tracegate.telemetry.metrics;

import dev.tracegate.dispatch.StalledDestination;
import dev.tracegate.ingest.tcp.SamplingAnswer;
import dev.tracegate.tenant.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The meters of the process and of each of its tenants. Keeps strong references to the views, which the registry references weakly. */
final class GatewayMeters {
    /** Maximum tenants with meters of their own, because each adds about 30 series to the scraper. /v1/books lists all tenants. */
    static final int MAX_TENANTS = 200;

    private final MeterRegistry registry;
    private final GatewayView view;
    private final Meters<GatewayView> meters;
    private final Map<TenantId, TenantMeters> tenants = new HashMap<>();
    private @Nullable TenantMeters ofOthers;
    private boolean kernelDrops;

    GatewayMeters(MeterRegistry registry, GatewayView view) {
        this.registry = registry;
        this.view = view;
        this.meters = new Meters<>(registry, view);
        register();
    }

    private void register() {
        meters.gauge(MeterName.BOOKS_IMBALANCE, GatewayView::imbalance);
        meters.gauge(MeterName.BUFFER_BYTES, GatewayView::bufferBytes);
        meters.gauge(MeterName.BUFFER_LIMIT_BYTES, GatewayView::bufferLimitBytes);
        meters.gauge(MeterName.HELD_BYTES, GatewayView::heldBytes);
        meters.measure(MeterName.SEND_RATE, GatewayView::sendRateLimit);
        meters.gauge(MeterName.REFUSED_TENANTS, GatewayView::refusedTenants);
        meters.counter(MeterName.FORBIDDEN_CALLS, GatewayView::forbiddenCalls);
        for (var state : CredentialsTag.values()) {
            meters.gauge(MeterName.CREDENTIALS, gateway -> gateway.credentials() == state ? 1 : 0, state.label());
        }
        for (var reason : StalledDestination.REASONS) {
            meters.gauge(MeterName.STALLED, gateway -> gateway.stalledDestinations(reason), reason);
        }
        meters.counter(MeterName.PREDECESSOR_UNREAD, GatewayView::predecessorUnreadBytes);
        meters.counter(MeterName.PREDECESSOR_DROPPED, GatewayView::predecessorDrops);
        registerSpool();
        for (var answer : SamplingAnswer.values()) {
            meters.counter(MeterName.SAMPLING_CALLS, gateway -> gateway.samplingCalls(answer), answer.label());
        }
    }

    private void registerSpool() {
        meters.gauge(MeterName.SPOOL_BYTES, GatewayView::spoolBytes);
        meters.gauge(MeterName.SPOOL_LIMIT_BYTES, GatewayView::spoolLimitBytes);
        meters.gauge(MeterName.SPOOL_BATCHES, GatewayView::spoolBatches);
        meters.gauge(MeterName.SPOOL_OLDEST, GatewayView::spoolOldestSeconds);
        for (var state : SpoolHealth.values()) {
            meters.gauge(MeterName.SPOOL, gateway -> gateway.spool() == state ? 1 : 0, state.label());
        }
    }

    /** Reads each tenant once for all meters, and registers meters for new tenants, new error codes and the kernel's drop count. */
    synchronized void refresh() {
        if (!kernelDrops && view.kernelDrops().isPresent()) {
            kernelDrops = true;
            meters.counter(MeterName.KERNEL_DROPPED, gateway -> gateway.kernelDrops().orElse(0));
        }
        var beyond = new ArrayList<TenantView>();
        for (var tenant : view.tenants()) {
            if (tenants.size() < MAX_TENANTS || tenants.containsKey(tenant.tenant()) || isUnattributed(tenant)) {
                tenants.computeIfAbsent(tenant.tenant(), _ -> new TenantMeters(registry, tenant)).show(tenant);
            } else {
                beyond.add(tenant);
            }
        }
        refresh(beyond);
    }

    private void refresh(List<TenantView> beyond) {
        if (!beyond.isEmpty()) {
            var sums = new OtherTenants(beyond);
            if (ofOthers == null) {
                ofOthers = new TenantMeters(registry, sums);
            }
            ofOthers.show(sums);
        }
    }

    /** Unattributed traffic always has meters of its own. */
    private static boolean isUnattributed(TenantView tenant) {
        return tenant.tenant().equals(TenantId.UNATTRIBUTED);
    }
}
