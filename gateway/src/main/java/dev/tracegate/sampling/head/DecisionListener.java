package dev.tracegate.sampling.head;

import dev.tracegate.segment.TraceId;
import dev.tracegate.tenant.TenantId;
import org.jspecify.annotations.Nullable;

/** Observer of head decisions. Called on the loop that decides, only for tenants with a keep rate below 1. */
@FunctionalInterface
public interface DecisionListener {
    /** Does nothing. */
    DecisionListener NONE = (tenant, trace, rate, kept, receivedNanos) -> {};

    /**
     * A document was kept or dropped.
     *
     * @param trace null where it could not be read: then the document is kept, and the decision is undecidable
     * @param receivedNanos when the document was received, on the gateway's monotonic clock
     */
    void decided(TenantId tenant, @Nullable TraceId trace, KeepRate rate, boolean kept, long receivedNanos);
}
