package dev.tracegate.telemetry.metrics;

import dev.tracegate.dispatch.StalledDestination;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.ingest.tcp.SamplingAnswer;
import dev.tracegate.tenant.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The meters of the process and of each of its tenants. Keeps strong references to the views, which the registry references weakly. */
final class GatewayMeters {
    /** Maximum tenants with meters of their own, because each adds about 30 series to the scraper. /v1/books lists all tenants. */
    static final int MAX_TENANTS = 200;

    private final MeterRegistry registry;
    private final GatewayView view;
    private final Meters<GatewayView> meters;
    private final Map<TenantId, TenantMeters> tenants = new HashMap<>();
    /** Last readings of the tenants without meters of their own. */
    private final Map<TenantId, TenantView> others = new HashMap<>();
    private OtherTenants goneOthers = new OtherTenants(List.of(), List.of());
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

    /**
     * Reads each tenant once for all meters. Registers meters for new tenants, new error codes and the kernel's drop count, and removes those of
     * tenants that are gone. The sum of tenants that are gone has no meters: it would grow by the whole past of a tenant at once, which looks like
     * a burst of segments.
     */
    synchronized void refresh() {
        if (!kernelDrops && view.kernelDrops().isPresent()) {
            kernelDrops = true;
            meters.counter(MeterName.KERNEL_DROPPED, gateway -> gateway.kernelDrops().orElse(0));
        }
        var present = new LinkedHashMap<TenantId, TenantView>();
        view.tenants().forEach(tenant -> present.put(tenant.tenant(), tenant));
        present.remove(SegmentLedger.REMOVED);
        removeGone(present.keySet());
        for (var tenant : present.values()) {
            if (hasOwnMeters(tenant.tenant())) {
                tenants.computeIfAbsent(tenant.tenant(), _ -> new TenantMeters(registry, tenant)).show(tenant);
            } else {
                others.put(tenant.tenant(), tenant);
            }
        }
        refreshOthers();
    }

    private void removeGone(Set<TenantId> present) {
        tenants.entrySet().removeIf(own -> {
            boolean gone = !present.contains(own.getKey());
            if (gone) {
                own.getValue().close();
            }
            return gone;
        });
        var gone = others.values().stream().filter(tenant -> !present.contains(tenant.tenant())).toList();
        gone.forEach(tenant -> others.remove(tenant.tenant()));
        if (!gone.isEmpty()) {
            goneOthers = new OtherTenants(List.of(), Stream.concat(Stream.of(goneOthers), gone.stream()).toList());
        }
    }

    private boolean hasOwnMeters(TenantId tenant) {
        // a tenant stays where it is, because a counter that moved would decrease
        return tenants.containsKey(tenant) || isUnattributed(tenant)
                || (tenants.size() < MAX_TENANTS && !others.containsKey(tenant));
    }

    private void refreshOthers() {
        if (ofOthers != null || !others.isEmpty()) {
            var sums = new OtherTenants(others.values(), List.of(goneOthers));
            if (ofOthers == null) {
                ofOthers = new TenantMeters(registry, sums);
            }
            ofOthers.show(sums);
        }
    }

    /** Unattributed traffic always has meters of its own. */
    private static boolean isUnattributed(TenantId tenant) {
        return tenant.equals(TenantId.UNATTRIBUTED);
    }
}
