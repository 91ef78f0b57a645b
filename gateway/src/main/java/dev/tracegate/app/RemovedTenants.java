package dev.tracegate.app;

import dev.tracegate.dispatch.Dispatcher;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantDirectory;
import dev.tracegate.tenant.TenantId;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Frees what is kept for removed tenants once no segment of theirs is left in memory or on disk: their declarations, queues, circuits, the routes
 * that only they had, and their pages of the books, which become part of {@link SegmentLedger#REMOVED}. So tenants that come and go for ever take
 * no more memory than those that are configured or have segments here. On the data plane's loop.
 */
final class RemovedTenants {
    /** How often to look. A look visits all tenants, and takes some 0.1 ms for a thousand of them. */
    static final long EVERY_MILLIS = 10_000;

    private final TenantDirectory tenants;
    private final SegmentLedger books;
    private final Dispatcher dispatcher;
    private boolean replaced;

    RemovedTenants(TenantDirectory tenants, SegmentLedger books, Dispatcher dispatcher) {
        this.tenants = tenants;
        this.books = books;
        this.dispatcher = dispatcher;
    }

    /** The tenants have been replaced: from now on there may be removed ones. */
    void begin() {
        replaced = true;
        release();
    }

    /** Does nothing before {@link #begin}. */
    void release() {
        if (!replaced) {
            return;
        }
        var waiting = books.tenants()
                .stream()
                .filter(tenant -> !books.isAtRest(tenant))
                .map(Tenant::declared)
                .collect(Collectors.toUnmodifiableSet());
        tenants.forget(id -> !waiting.contains(id));
        Predicate<TenantId> gone = tenant -> tenants.find(tenant).isEmpty() && books.isAtRest(tenant);
        dispatcher.release(gone);
        books.fold(gone);
    }
}
