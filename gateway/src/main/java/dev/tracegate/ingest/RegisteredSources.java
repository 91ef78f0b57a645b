package dev.tracegate.ingest;

import static java.util.Objects.requireNonNull;

import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The registry's answers, with the rates of its tenants: one for each tenant, whichever way its datagrams come. Remembers the senders it knows,
 * so that one seen before costs a look-up by its address and makes no object. Owned by one loop.
 */
final class RegisteredSources implements SourceTenants {
    /** Of some 100 bytes each: the tasks of a large host several times over. */
    private static final int MOST_REMEMBERED = 4_096;

    private final Registry registry;
    private final Map<TenantId, Admission> admissions = new HashMap<>();
    private final int[] ports;
    private final Admission[] byPort;
    private final Remembered remembered = new Remembered();

    RegisteredSources(Registry registry, long nowNanos) {
        this.registry = registry;
        registry.tenants().forEach(tenant -> admissions.put(tenant.id(), Admission.of(tenant, nowNanos)));
        this.ports = registry.ports().stream().mapToInt(Integer::intValue).sorted().toArray();
        this.byPort = Arrays.stream(ports)
                .mapToObj(port -> registry.atPort(port).map(this::admission).orElseThrow())
                .toArray(Admission[]::new);
    }

    @Override
    public Admission of(InetSocketAddress source, int port) {
        int own = Arrays.binarySearch(ports, port);
        return own >= 0 ? byPort[own] : from(source.getAddress());
    }

    private Admission from(InetAddress source) {
        var seen = remembered.get(source);
        return seen == null ? find(source) : seen;
    }

    /** Strangers are not remembered: made-up addresses would push out the ones we know. */
    private Admission find(InetAddress source) {
        var found = registry.from(source).map(this::admission).orElse(Admission.UNKNOWN);
        if (found != Admission.UNKNOWN) {
            remembered.put(source, found);
        }
        return found;
    }

    private Admission admission(Tenant tenant) {
        return requireNonNull(admissions.get(tenant.id()));
    }

    /** The senders heard last. */
    private static final class Remembered extends LinkedHashMap<InetAddress, Admission> {
        private static final long serialVersionUID = 1;

        Remembered() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Admission> eldest) {
            return size() > MOST_REMEMBERED;
        }
    }
}
