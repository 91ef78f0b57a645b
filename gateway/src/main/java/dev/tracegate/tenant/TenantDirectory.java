package dev.tracegate.tenant;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The tenants of a running gateway: an immutable {@link Registry} that {@link #replace} exchanges. A tenant that is removed keeps its last
 * declaration here until {@link #forget}, so that segments accepted from it are still sent with its role. Readers may be on any thread;
 * {@link #replace} and {@link #forget} are for one thread at a time.
 */
public final class TenantDirectory {
    private final ConcurrentMap<String, Tenant> removed = new ConcurrentHashMap<>();
    private volatile Registry current;

    public TenantDirectory(Registry first) {
        this.current = first;
    }

    /** The tenants that new datagrams may belong to. */
    public Registry current() {
        return current;
    }

    /**
     * The declaration under which the accepted segments of a tenant are sent: the current one, or the last one of a removed tenant.
     *
     * @return empty for an unknown id, and for a task role that its tenant does not allow
     */
    public Optional<Tenant> find(TenantId id) {
        var found = current.find(id);
        return found.isPresent() ? found
                : Optional.ofNullable(removed.get(Tenant.declared(id))).flatMap(last -> last.as(id));
    }

    /**
     * Replaces the current tenants.
     *
     * @throws IllegalArgumentException if {@link TenantChanges#between} throws it; the current tenants then stay
     */
    public TenantChanges replace(Registry next) {
        var changes = TenantChanges.between(current, next);
        changes.removed().forEach(tenant -> removed.put(tenant.id().value(), tenant));
        changes.added().forEach(tenant -> removed.remove(tenant.id().value()));
        current = next;
        return changes;
    }

    /** Drops the declarations of removed tenants that have nothing left to send. */
    public void forget(Predicate<String> hasNothingLeft) {
        removed.keySet().removeIf(hasNothingLeft);
    }

    /** Removed tenants whose declarations are kept, by their declared ids. */
    public Set<String> removed() {
        return removed.keySet().stream().collect(Collectors.toUnmodifiableSet());
    }
}
