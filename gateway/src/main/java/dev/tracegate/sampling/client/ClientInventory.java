package dev.tracegate.sampling.client;

import dev.tracegate.sampling.quota.SamplingReport;
import dev.tracegate.segment.SourceKey;
import dev.tracegate.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for sampling rules, with which SDK, and who sends root segments without asking. Times are nanoseconds of one monotonic clock; what
 * a client says about its own clock is not used. For one thread at a time.
 */
public final class ClientInventory {
    /** Addresses of all tenants. One takes about 1 KiB here and in {@link SamplingLoss}; with all that a sender can fill, 16 KiB, so 16 MiB in all. */
    static final int SOURCES = 1_024;
    /** Addresses of one tenant: four tenants can fill the inventory, one cannot. */
    static final int SOURCES_OF_A_TENANT = 256;
    /** An address that was silent so long is forgotten: more than two polls of rules, and the life of an SDK's rules. */
    private static final long IDLE_SECONDS = 3_600;

    private final TenantSources<Client> clients = new TenantSources<>(SOURCES, SOURCES_OF_A_TENANT, Client::new,
            (tenant, client) -> {});

    /** A client asked for rules. */
    public void calledForRules(TenantId tenant, SourceKey source, ClientAgent agent, long now) {
        clients.get(tenant, source).calledForRules(agent, now);
    }

    /** A client reported, perhaps about no rule. */
    public void reported(TenantId tenant, SourceKey source, ClientAgent agent,
            List<SamplingReport> reports, long now) {
        var client = clients.get(tenant, source);
        client.called(agent, now);
        reports.forEach(report -> client.reported(report, now));
    }

    /** A root segment arrived. */
    void sentRoot(TenantId tenant, SourceKey source, @Nullable String sdk, @Nullable String version,
            long now) {
        clients.get(tenant, source).sentRoot(sdk, version, now);
    }

    /** What the root segments of an address say in {@code aws.xray.sdk}. */
    Set<String> sdks(TenantId tenant, SourceKey source) {
        return clients.get(tenant, source).sdks();
    }

    /** Forgets addresses that have been silent for an hour. */
    void expire(long now) {
        clients.removeIf((tenant, client) -> client.isIdle(now, IDLE_SECONDS));
    }

    /** All addresses, those of the tenant used longest ago first. */
    public List<ClientView> views(long now) {
        var views = new ArrayList<ClientView>();
        clients.forEach((tenant, client) -> views.add(client.view(tenant, now)));
        return views;
    }

    /** Numbers of addresses, by tenant. */
    public Map<TenantId, PollingCounts> counts(long now) {
        var counts = new TreeMap<TenantId, PollingCounts>();
        clients.forEach(
                (tenant, client) -> counts.merge(tenant, PollingCounts.of(client.polling(now)), PollingCounts::plus));
        return counts;
    }
}
