package dev.tracegate.telemetry;

import dev.tracegate.flow.ShedReason;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The tenants beyond those with meters of their own, as one. Each scrape reads them anew; a tenant that is here stays here, so that no
 * count falls.
 */
final class OtherTenants implements TenantView {
    /** No tenant can be called so. */
    static final String NAME = "(others)";

    private volatile List<? extends TenantView> tenants = List.of();

    void are(List<? extends TenantView> beyond) {
        tenants = List.copyOf(beyond);
    }

    private long sum(ToLongFunction<TenantView> count) {
        return tenants.stream().mapToLong(count).sum();
    }

    @Override
    public TenantId tenant() {
        return new TenantId(NAME);
    }

    @Override
    public long received() {
        return sum(TenantView::received);
    }

    @Override
    public long rejected(RejectReason reason) {
        return sum(tenant -> tenant.rejected(reason));
    }

    @Override
    public long unreadable() {
        return sum(TenantView::unreadable);
    }

    @Override
    public long invalidUtf8() {
        return sum(TenantView::invalidUtf8);
    }

    @Override
    public long queuedSegments() {
        return sum(TenantView::queuedSegments);
    }

    @Override
    public long queuedBytes() {
        return sum(TenantView::queuedBytes);
    }

    @Override
    public long inFlight() {
        return sum(TenantView::inFlight);
    }

    @Override
    public long spooled() {
        return sum(TenantView::spooled);
    }

    @Override
    public long restored() {
        return sum(TenantView::restored);
    }

    @Override
    public long delivered() {
        return sum(TenantView::delivered);
    }

    @Override
    public long retried() {
        return sum(TenantView::retried);
    }

    @Override
    public long shed(ShedReason reason) {
        return sum(tenant -> tenant.shed(reason));
    }

    @Override
    public Map<String, Long> deadLettered() {
        var all = new HashMap<String, Long>();
        tenants.forEach(tenant -> tenant.deadLettered().forEach((code, count) -> all.merge(code, count, Long::sum)));
        return all;
    }
}
