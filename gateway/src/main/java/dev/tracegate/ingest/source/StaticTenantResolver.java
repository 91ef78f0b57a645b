package dev.tracegate.ingest.source;

import dev.tracegate.identity.Resolution;
import dev.tracegate.segment.SourceKey;
import dev.tracegate.tenant.Registry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Resolves a sender by the settings: by a tenant's own port, then by a tenant's network. Other senders are looked up among the tasks. Caches senders in
 * networks, so that a known one costs one map lookup. Owned by one loop.
 */
public final class StaticTenantResolver implements TenantResolver {
    /** Maximum cached senders, of about 100 bytes each: several times the tasks of a large host. */
    private static final int MAX_CACHED = 4_096;

    private final TenantRateLimiters admissions;
    private final Tasks tasks;
    private Declared declared;
    private final Cache cache = new Cache();

    /** Resolves a sender to a task's tenant: {@link dev.tracegate.identity.AddressResolver#resolve}. */
    @FunctionalInterface
    public interface Tasks {
        Resolution<TenantRateLimiter> resolve(InetSocketAddress source, long nowNanos);
    }

    public StaticTenantResolver(Registry registry, TenantRateLimiters admissions, Tasks tasks) {
        this.admissions = admissions;
        this.tasks = tasks;
        this.declared = new Declared(registry, admissions);
    }

    /** Uses other tenants from now on, and clears the cache. */
    @Override
    public void reconfigure(Registry tenants) {
        declared = new Declared(tenants, admissions);
        cache.clear();
    }

    /** One registry, prepared for lookups. Immutable. */
    private static final class Declared {
        private final Registry registry;
        private final boolean hasNetworks;
        private final int[] ports;
        private final Resolution<TenantRateLimiter>[] byPort;

        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
        Declared(Registry registry, TenantRateLimiters limiters) {
            this.registry = registry;
            this.hasNetworks = registry.tenants().stream().anyMatch(tenant -> !tenant.sources().isEmpty());
            this.ports = registry.ports().stream().mapToInt(Integer::intValue).sorted().toArray();
            this.byPort = Arrays.stream(ports)
                    .mapToObj(port -> registry.atPort(port).map(limiters::of).map(Resolution.Owned::new).orElseThrow())
                    .toArray(Resolution[]::new);
        }

        @Nullable
        Resolution<TenantRateLimiter> atPort(int port) {
            int own = Arrays.binarySearch(ports, port);
            return own < 0 ? null : byPort[own];
        }
    }

    @Override
    public Resolution<TenantRateLimiter> of(InetSocketAddress source, int port, long nowNanos) {
        var atPort = declared.atPort(port);
        if (atPort != null) {
            return atPort;
        }
        var inNetwork = declared.hasNetworks ? inNetwork(source.getAddress()) : null;
        return inNetwork == null ? tasks.resolve(source, nowNanos) : inNetwork;
    }

    private @Nullable Resolution<TenantRateLimiter> inNetwork(InetAddress source) {
        var key = SourceKey.of(source);
        var seen = cache.get(key);
        return seen == null ? find(key, source) : seen;
    }

    /** Does not cache unknown senders, because forged addresses would evict known ones. */
    private @Nullable Resolution<TenantRateLimiter> find(SourceKey key, InetAddress source) {
        var owner = declared.registry.from(source);
        if (owner.isEmpty()) {
            return null;
        }
        var found = new Resolution.Owned<>(admissions.of(owner.get()));
        cache.put(key, found);
        return found;
    }

    /** The senders that were resolved last. */
    private static final class Cache extends LinkedHashMap<SourceKey, Resolution<TenantRateLimiter>> {
        private static final long serialVersionUID = 1;

        Cache() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<SourceKey, Resolution<TenantRateLimiter>> eldest) {
            return size() > MAX_CACHED;
        }
    }
}
