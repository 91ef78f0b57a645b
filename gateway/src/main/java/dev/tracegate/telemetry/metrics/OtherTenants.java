package dev.tracegate.telemetry.metrics;

import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.TenantId;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The sum over all tenants without meters of their own. A tenant that was added stays part of the sum, so that counters never decrease, also when
 * the tenant is gone.
 */
final class OtherTenants implements TenantView {
    /** Not a valid tenant name, so it cannot collide with one. */
    static final TenantId NAME = new TenantId("(others)");

    private final long received;
    private final long unreadable;
    private final long invalidUtf8;
    private final long queuedSegments;
    private final long queuedBytes;
    private final long inFlight;
    private final long spooled;
    private final long restored;
    private final long delivered;
    private final long retried;
    private final long undecidable;
    private final Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
    private final Map<ShedReason, Long> shed = new EnumMap<>(ShedReason.class);
    private final Map<String, Long> sampledOut = new TreeMap<>();
    private final Map<String, Long> deadLettered = new TreeMap<>();

    /**
     * Keeps the sums only, not the tenants' readings.
     *
     * @param gone last readings of tenants that are gone; they count as totals and not as current values
     */
    OtherTenants(Collection<? extends TenantView> present, Collection<? extends TenantView> gone) {
        var tenants = Stream.concat(present.stream(), gone.stream()).toList();
        received = sum(tenants, TenantView::received);
        unreadable = sum(tenants, TenantView::unreadable);
        invalidUtf8 = sum(tenants, TenantView::invalidUtf8);
        queuedSegments = sum(present, TenantView::queuedSegments);
        queuedBytes = sum(present, TenantView::queuedBytes);
        inFlight = sum(present, TenantView::inFlight);
        spooled = sum(present, TenantView::spooled);
        restored = sum(tenants, TenantView::restored);
        delivered = sum(tenants, TenantView::delivered);
        retried = sum(tenants, TenantView::retried);
        undecidable = sum(tenants, TenantView::undecidable);
        for (var reason : RejectReason.values()) {
            rejected.put(reason, sum(tenants, tenant -> tenant.rejected(reason)));
        }
        for (var reason : ShedReason.values()) {
            shed.put(reason, sum(tenants, tenant -> tenant.shed(reason)));
        }
        tenants.forEach(
                tenant -> tenant.sampledOut().forEach((rule, count) -> sampledOut.merge(rule, count, Long::sum)));
        tenants.forEach(
                tenant -> tenant.deadLettered().forEach((code, count) -> deadLettered.merge(code, count, Long::sum)));
    }

    private static long sum(Collection<? extends TenantView> tenants, ToLongFunction<TenantView> count) {
        return tenants.stream().mapToLong(count).sum();
    }

    @Override
    public TenantId tenant() {
        return NAME;
    }

    @Override
    public long received() {
        return received;
    }

    @Override
    public long rejected(RejectReason reason) {
        return rejected.getOrDefault(reason, 0L);
    }

    @Override
    public long unreadable() {
        return unreadable;
    }

    @Override
    public long invalidUtf8() {
        return invalidUtf8;
    }

    @Override
    public long queuedSegments() {
        return queuedSegments;
    }

    @Override
    public long queuedBytes() {
        return queuedBytes;
    }

    @Override
    public long inFlight() {
        return inFlight;
    }

    @Override
    public long spooled() {
        return spooled;
    }

    @Override
    public long restored() {
        return restored;
    }

    @Override
    public long delivered() {
        return delivered;
    }

    @Override
    public long retried() {
        return retried;
    }

    @Override
    public long undecidable() {
        return undecidable;
    }

    @Override
    public Map<String, Long> sampledOut() {
        return Collections.unmodifiableMap(sampledOut);
    }

    @Override
    public long shed(ShedReason reason) {
        return shed.getOrDefault(reason, 0L);
    }

    @Override
    public Map<String, Long> deadLettered() {
        return Collections.unmodifiableMap(deadLettered);
    }
}
