package dev.tracegate.telemetry.metrics;

import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.segment.RejectReason;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/** One tenant's meters. All of them show the reading last passed to {@link #show}, so that a scrape reads the tenant's ledger once. */
final class TenantMeters {
    // bounds the registry: X-Ray uses a handful of codes, but a sink may return any
    private static final int CODES = 20;
    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final Meters<TenantMeters> meters;
    private final List<Meter> registered = new ArrayList<>();
    private final String tenant;
    private final Set<String> codes = new HashSet<>();
    private boolean others;
    private volatile TenantView reading;

    TenantMeters(MeterRegistry registry, TenantView reading) {
        this.registry = registry;
        this.reading = reading;
        this.meters = new Meters<>(registry, this);
        this.tenant = reading.tenant().value();
        registerSegments();
        registerReasons();
        show(reading);
    }

    private void registerSegments() {
        counter(MeterName.RECEIVED, TenantView::received, tenant);
        counter(MeterName.UNREADABLE, TenantView::unreadable, tenant);
        counter(MeterName.INVALID_UTF8, TenantView::invalidUtf8, tenant);
        gauge(MeterName.QUEUED, TenantView::queuedSegments);
        gauge(MeterName.QUEUED_BYTES, TenantView::queuedBytes);
        gauge(MeterName.IN_FLIGHT, TenantView::inFlight);
        gauge(MeterName.SPOOLED, TenantView::spooled);
        counter(MeterName.RESTORED, TenantView::restored, tenant);
        counter(MeterName.DELIVERED, TenantView::delivered, tenant);
        counter(MeterName.RETRIED, TenantView::retried, tenant);
    }

    private void registerReasons() {
        for (var reason : RejectReason.values()) {
            counter(MeterName.REJECTED, view -> view.rejected(reason), tenant, reason.label());
        }
        for (var reason : ShedReason.values()) {
            counter(MeterName.SHED, view -> view.shed(reason), tenant, reason.label());
        }
    }

    private void counter(MeterName name, ToLongFunction<TenantView> count, String... tagValues) {
        registered.add(meters.counter(name, shown -> count.applyAsLong(shown.reading), tagValues));
    }

    private void gauge(MeterName name, ToLongFunction<TenantView> value) {
        registered.add(meters.gauge(name, shown -> value.applyAsLong(shown.reading), tenant));
    }

    /** Removes the meters from the registry. */
    void close() {
        registered.forEach(registry::remove);
    }

    /** Makes the meters show this reading, and registers meters for error codes that are new in it. */
    void show(TenantView latest) {
        reading = latest;
        for (var code : latest.deadLettered().keySet()) {
            if (codes.size() < CODES) {
                registerCode(code);
            } else if (!codes.contains(code)) {
                registerOther();
            }
        }
    }

    private void registerCode(String code) {
        if (codes.add(code)) {
            counter(MeterName.DEAD_LETTERED, view -> view.deadLettered().getOrDefault(code, 0L), tenant, code);
        }
    }

    private void registerOther() {
        if (!others) {
            others = true;
            counter(MeterName.DEAD_LETTERED, this::ofOtherCodes, tenant, OTHER);
        }
    }

    private long ofOtherCodes(TenantView view) {
        long sum = 0;
        for (var entry : view.deadLettered().entrySet()) {
            sum += codes.contains(entry.getKey()) ? 0 : entry.getValue();
        }
        return sum;
    }
}
