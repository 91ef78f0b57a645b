package dev.tracegate.sampling.quota;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One rule's reservoir, leased to the clients that report. A client gets what it asks for, as long as the parts of all are equal or smaller (max-min
 * fairness). The leases that are out never exceed the reservoir, so a new client may get its part only when another lease is renewed or expires. For one
 * thread at a time.
 */
final class Reservoir {
    /** Seconds that a lease holds: six reports may be lost. After a deployment the reservoir is free again in this time; X-Ray's leases hold 300. */
    static final long LEASE_SECONDS = 60;
    /** The parts are computed at most once a second, since that takes a pass over all clients. */
    private static final long DIVIDE_EVERY = 1;

    private final String tenant;
    private final LeaseCounts counts;
    /** By client id, the one that reported longest ago first. */
    private final Map<String, Client> clients = new LinkedHashMap<>(16, 0.75f, true);
    private int leased;
    private long dividedAt = Long.MIN_VALUE;
    private int dividedSize;
    private long joined;

    Reservoir(String tenant, LeaseCounts counts) {
        this.tenant = tenant;
        this.counts = counts;
    }

    private static final class Client {
        private final String source;
        private final long number;
        private final long firstSeen;
        private long lastSeen;
        private long demand;
        private int part;
        private int leased;

        Client(String source, long number, long now) {
            this.source = source;
            this.number = number;
            this.firstSeen = now;
            this.lastSeen = now;
        }
    }

    /** @param size requests a second to divide */
    Optional<SamplingTarget.Quota> renew(QuotaLeases.Claim claim, int size) {
        long now = claim.now();
        expire(now);
        var client = clients.get(claim.clientId());
        if (client == null) {
            join(claim);
            return Optional.empty();
        }
        client.lastSeen = Math.max(client.lastSeen, now);
        client.demand = claim.perSecond();
        // X-Ray leases nothing to a client in its first interval either
        if (now - client.firstSeen < SamplingReport.INTERVAL - 1) {
            return Optional.empty();
        }
        divide(size, now);
        int others = leased - client.leased;
        int granted = Math.clamp(size - others, 0, client.part);
        leased = others + granted;
        client.leased = granted;
        return Optional.of(new SamplingTarget.Quota(granted, now + LEASE_SECONDS));
    }

    private void join(QuotaLeases.Claim claim) {
        if (counts.tryAdd(tenant, claim.source())) {
            var client = new Client(claim.source(), joined++, claim.now());
            client.demand = claim.perSecond();
            clients.put(claim.clientId(), client);
        }
    }

    private void expire(long now) {
        var oldest = clients.values().iterator();
        while (oldest.hasNext()) {
            var client = oldest.next();
            if (client.lastSeen + LEASE_SECONDS >= now) {
                return;
            }
            leased -= client.leased;
            counts.remove(tenant, client.source);
            oldest.remove();
        }
    }

    /** Gives each client its part: the smallest demands first, each at most an equal share of what is left; of equal demands the newest first. */
    private void divide(int size, long now) {
        if (now - dividedAt < DIVIDE_EVERY && size == dividedSize) {
            return;
        }
        dividedAt = now;
        dividedSize = size;
        var all = new ArrayList<>(clients.values());
        all.sort(Comparator.<Client>comparingLong(client -> client.demand)
                .thenComparing(Comparator.<Client>comparingLong(client -> client.number).reversed()));
        int left = size;
        for (int i = 0; i < all.size(); i++) {
            var client = all.get(i);
            client.part = (int) Math.min(client.demand, left / (all.size() - i));
            left -= client.part;
        }
    }

    boolean isUnused(long now) {
        expire(now);
        return clients.isEmpty();
    }
}
