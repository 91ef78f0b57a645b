package dev.tracegate.telemetry.metrics;

import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.segment.RejectReason;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** One tenant's meters. All of them show the reading last passed to {@link #show}, so that a scrape reads the tenant's ledger once. */
final class TenantMeters {
    // bounds the registry: X-Ray uses a handful of codes, but a sink may return any
    private static final int CODES = 20;
    // as many as the ledger counts one by one: X-Ray allows 25 beside Default
    private static final int RULES = 32;

    private final MeterRegistry registry;
    private final Meters<TenantMeters> meters;
    private final List<Meter> registered = new ArrayList<>();
    private final String tenant;
    private final NamedCounters sampledOut;
    private final NamedCounters deadLettered;
    private volatile TenantView reading;

    TenantMeters(MeterRegistry registry, TenantView reading) {
        this.registry = registry;
        this.reading = reading;
        this.meters = new Meters<>(registry, this);
        this.tenant = reading.tenant().value();
        this.sampledOut = new NamedCounters(this::counter, MeterName.SAMPLED_OUT, tenant, RULES,
                TenantView::sampledOut);
        this.deadLettered = new NamedCounters(this::counter, MeterName.DEAD_LETTERED, tenant, CODES,
                TenantView::deadLettered);
        registerSegments();
        registerReasons();
        show(reading);
    }

    private void registerSegments() {
        counter(MeterName.RECEIVED, TenantView::received, tenant);
        counter(MeterName.UNREADABLE, TenantView::unreadable, tenant);
        counter(MeterName.UNDECIDABLE, TenantView::undecidable, tenant);
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

    /** Makes the meters show this reading, and registers meters for error codes and rules that are new in it. */
    void show(TenantView latest) {
        reading = latest;
        sampledOut.show(latest);
        deadLettered.show(latest);
    }
}
