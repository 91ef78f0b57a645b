package dev.tracegate.telemetry;

import dev.tracegate.flow.ShedReason;
import dev.tracegate.segment.RejectReason;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.Set;

/** One tenant's meters. */
final class TenantMeters {
    // X-Ray has a handful of codes; a sink that invents them must not fill the registry
    private static final int CODES = 20;
    private static final String OTHER = "other";

    private final TenantView view;
    private final Meters<TenantView> meters;
    private final String tenant;
    private final Set<String> codes = new HashSet<>();
    private boolean others;

    TenantMeters(MeterRegistry registry, TenantView view) {
        this.view = view;
        this.meters = new Meters<>(registry, view);
        this.tenant = view.tenant().value();
        registerSegments();
        registerReasons();
    }

    private void registerSegments() {
        meters.counter(MeterName.RECEIVED, TenantView::received, tenant);
        meters.counter(MeterName.UNREADABLE, TenantView::unreadable, tenant);
        meters.counter(MeterName.INVALID_UTF8, TenantView::invalidUtf8, tenant);
        meters.gauge(MeterName.QUEUED, TenantView::queuedSegments, tenant);
        meters.gauge(MeterName.QUEUED_BYTES, TenantView::queuedBytes, tenant);
        meters.gauge(MeterName.IN_FLIGHT, TenantView::inFlight, tenant);
        meters.gauge(MeterName.SPOOLED, TenantView::spooled, tenant);
        meters.counter(MeterName.RESTORED, TenantView::restored, tenant);
        meters.counter(MeterName.DELIVERED, TenantView::delivered, tenant);
        meters.counter(MeterName.RETRIED, TenantView::retried, tenant);
    }

    private void registerReasons() {
        for (var reason : RejectReason.values()) {
            meters.counter(MeterName.REJECTED, view -> view.rejected(reason), tenant, reason.label());
        }
        for (var reason : ShedReason.values()) {
            meters.counter(MeterName.SHED, view -> view.shed(reason), tenant, reason.label());
        }
    }

    /** Registers the codes that were seen for the first time. */
    void refresh() {
        for (var code : view.deadLettered().keySet()) {
            if (codes.size() < CODES) {
                registerCode(code);
            } else if (!codes.contains(code)) {
                registerOther();
            }
        }
    }

    private void registerCode(String code) {
        if (codes.add(code)) {
            meters.counter(MeterName.DEAD_LETTERED, view -> view.deadLettered().getOrDefault(code, 0L), tenant, code);
        }
    }

    private void registerOther() {
        if (!others) {
            others = true;
            meters.counter(MeterName.DEAD_LETTERED, this::ofOtherCodes, tenant, OTHER);
        }
    }

    private long ofOtherCodes(TenantView tenant) {
        long sum = 0;
        for (var entry : tenant.deadLettered().entrySet()) {
            sum += codes.contains(entry.getKey()) ? 0 : entry.getValue();
        }
        return sum;
    }
}
