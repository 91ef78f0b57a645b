package dev.tracegate.embedded.sampling;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A rule's reservoir, divided among the clients that reported lately: equal parts, the remainder to those known longest, none more than it
 * has requests for. What is out on leases never exceeds the reservoir, so a newcomer may get its part only when another's lease is renewed.
 * For one thread at a time.
 */
final class Reservoir {
    /** Seconds a quota is valid, and a silent client is remembered: X-Ray's five minutes. */
    static final long TTL = 300;
    /** Seconds between a client's reports. */
    static final long INTERVAL = 10;
    /** Clients remembered; further ones get no quota and go on borrowing. */
    private static final int CLIENTS = 10_000;

    private final SamplingRule rule;
    /** By client id, in the order they first reported. */
    private final Map<String, Client> clients = new LinkedHashMap<>();

    Reservoir(SamplingRule rule) {
        this.rule = rule;
    }

    private static final class Client {
        private final long firstSeen;
        private long lastSeen;
        private int leased;

        Client(long now) {
            firstSeen = now;
            lastSeen = now;
        }
    }

    Target report(Report report, long now) {
        clients.values().removeIf(client -> client.lastSeen + TTL < now);
        var client = clients.get(report.clientId());
        if (client == null) {
            if (clients.size() < CLIENTS) {
                clients.put(report.clientId(), new Client(now));
            }
            return new Target(rule, Optional.empty());
        }
        client.lastSeen = now;
        // a client that reports twice within its first window is still a new one
        if (now - client.firstSeen < INTERVAL - 1) {
            return new Target(rule, Optional.empty());
        }
        client.leased = quota(report, client);
        return new Target(rule, Optional.of(new Target.Quota(client.leased, now + TTL)));
    }

    private int quota(Report report, Client client) {
        long demand = (report.requests() + INTERVAL - 1) / INTERVAL;
        int others = clients.values().stream().mapToInt(each -> each.leased).sum() - client.leased;
        return (int) Math.min(Math.min(share(client), demand), rule.reservoirSize() - others);
    }

    private int share(Client client) {
        int rank = 0;
        for (var each : clients.values()) {
            if (each == client) {
                break;
            }
            rank++;
        }
        int remainder = rule.reservoirSize() % clients.size();
        return rule.reservoirSize() / clients.size() + (rank < remainder ? 1 : 0);
    }
}
