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
 * Resolves a sender by what the operator declared: a port of one tenant alone, then a tenant's network. Other senders are looked up among the
 * tasks. Caches senders, so that a known one costs one look-up by its address. Owned by one loop.
 */
public final class StaticTenantResolver implements TenantResolver {
    /** Of some 100 bytes each: the tasks of a large host several times over. */
    private static final int MOST_REMEMBERED = 4_096;

    private final TenantRateLimiters admissions;
    private final Tasks tasks;
    private Registry registry;
    private boolean networks;
    private int[] ports;
    private Resolution<TenantRateLimiter>[] byPort;
    private final Remembered remembered = new Remembered();

    /** Resolves a sender to a task's tenant: {@link dev.tracegate.identity.AddressResolver#resolve}. */
    @FunctionalInterface
    public interface Tasks {
        Resolution<TenantRateLimiter> resolve(InetSocketAddress source, long nowNanos);
    }

    public StaticTenantResolver(Registry registry, TenantRateLimiters admissions, Tasks tasks) {
        this.admissions = admissions;
        this.tasks = tasks;
        this.registry = registry;
        this.networks = networks(registry);
        this.ports = ports(registry);
        this.byPort = owners(registry, ports);
    }

    /** Uses other tenants from now on; senders are looked up anew. */
    public void reconfigure(Registry next) {
        registry = next;
        networks = networks(next);
        ports = ports(next);
        byPort = owners(next, ports);
        remembered.clear();
    }

    private static boolean networks(Registry registry) {
        return registry.tenants().stream().anyMatch(tenant -> !tenant.sources().isEmpty());
    }

    private static int[] ports(Registry registry) {
        return registry.ports().stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    @SuppressWarnings("unchecked") // an array of a generic type
    private Resolution<TenantRateLimiter>[] owners(Registry registry, int[] ports) {
        return Arrays.stream(ports)
                .mapToObj(port -> registry.atPort(port).map(admissions::of).map(Resolution.Owned::new).orElseThrow())
                .toArray(Resolution[]::new);
    }

    @Override
    public Resolution<TenantRateLimiter> of(InetSocketAddress source, int port, long nowNanos) {
        int own = Arrays.binarySearch(ports, port);
        if (own >= 0) {
            return byPort[own];
        }
        var declared = networks ? declared(source.getAddress()) : null;
        return declared == null ? tasks.resolve(source, nowNanos) : declared;
    }

    private @Nullable Resolution<TenantRateLimiter> declared(InetAddress source) {
        var key = SourceKey.of(source);
        var seen = remembered.get(key);
        return seen == null ? find(key, source) : seen;
    }

    /** Unknown senders are not cached: invented addresses would evict the known ones. */
    private @Nullable Resolution<TenantRateLimiter> find(SourceKey key, InetAddress source) {
        var owner = registry.from(source);
        if (owner.isEmpty()) {
            return null;
        }
        var found = new Resolution.Owned<>(admissions.of(owner.get()));
        remembered.put(key, found);
        return found;
    }

    /** The senders heard last. */
    private static final class Remembered extends LinkedHashMap<SourceKey, Resolution<TenantRateLimiter>> {
        private static final long serialVersionUID = 1;

        Remembered() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<SourceKey, Resolution<TenantRateLimiter>> eldest) {
            return size() > MOST_REMEMBERED;
        }
    }
}
