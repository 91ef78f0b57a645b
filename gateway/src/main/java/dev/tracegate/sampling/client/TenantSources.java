package dev.tracegate.sampling.client;

import dev.tracegate.segment.SourceKey;
import dev.tracegate.tenant.TenantId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value for each source address of each tenant, bounded: a tenant at its own bound loses its address that was used longest ago; beyond the
 * bound of all, the tenant that was used longest ago loses its oldest address. So a tenant that sends from many addresses forgets its own. For
 * one thread at a time.
 */
final class TenantSources<V> {
    private final int most;
    private final int mostOfATenant;
    private final Function<SourceKey, V> fresh;
    private final BiConsumer<TenantId, V> evicted;
    private final Map<TenantId, SequencedMap<SourceKey, V>> tenants = new LinkedHashMap<>(16, 0.75f, true);
    private int size;
    // the last answer: a sidecar has one sender, and a host's senders come in bursts
    private @Nullable TenantId lastTenant;
    private @Nullable SourceKey lastSource;
    private @Nullable V last;

    /**
     * @param most values of all tenants together
     * @param mostOfATenant values of one tenant, at most {@code most}
     * @param fresh makes the value of a new address
     * @param evicted called with each value that is dropped because of a bound
     */
    TenantSources(int most, int mostOfATenant, Function<SourceKey, V> fresh, BiConsumer<TenantId, V> evicted) {
        this.most = most;
        this.mostOfATenant = mostOfATenant;
        this.fresh = fresh;
        this.evicted = evicted;
    }

    /** The value of an address, made if there is none. */
    V get(TenantId tenant, SourceKey source) {
        var known = last;
        if (known != null && tenant.equals(lastTenant) && source.equals(lastSource)) {
            return known;
        }
        var sources = tenants.computeIfAbsent(tenant, key -> new LinkedHashMap<>(16, 0.75f, true));
        var value = sources.get(source);
        if (value == null) {
            makeRoom(tenant, sources);
            value = fresh.apply(source);
            sources.put(source, value);
            size++;
        }
        lastTenant = tenant;
        lastSource = source;
        last = value;
        return value;
    }

    private void makeRoom(TenantId tenant, SequencedMap<SourceKey, V> sources) {
        if (sources.size() >= mostOfATenant) {
            evictEldest(tenant, sources);
        } else if (size >= most) {
            // never the asking tenant: it is the last used, and alone it would be at its own bound
            var eldest = tenants.entrySet()
                    .stream()
                    .filter(entry -> !entry.getValue().isEmpty())
                    .findFirst()
                    .orElseThrow();
            evictEldest(eldest.getKey(), eldest.getValue());
            if (eldest.getValue().isEmpty()) {
                tenants.remove(eldest.getKey());
            }
        }
    }

    private void evictEldest(TenantId tenant, SequencedMap<SourceKey, V> sources) {
        evicted.accept(tenant, sources.pollFirstEntry().getValue());
        size--;
        forgetLast();
    }

    /** Every value. The action must not use the map. */
    void forEach(BiConsumer<TenantId, V> action) {
        tenants.forEach((tenant, sources) -> sources.values().forEach(value -> action.accept(tenant, value)));
    }

    void removeIf(BiPredicate<TenantId, V> unwanted) {
        tenants.forEach((tenant, sources) -> sources.values().removeIf(value -> unwanted.test(tenant, value)));
        tenants.values().removeIf(Map::isEmpty);
        size = tenants.values().stream().mapToInt(Map::size).sum();
        forgetLast();
    }

    /** Whether the tenant has a value. Not a use. */
    boolean has(TenantId tenant) {
        return tenants.containsKey(tenant);
    }

    int size() {
        return size;
    }

    private void forgetLast() {
        lastTenant = null;
        lastSource = null;
        last = null;
    }
}
