package dev.tracegate.sampling.client;

import static java.util.Objects.requireNonNull;

import dev.tracegate.sampling.rule.JavaSdkMarker;
import dev.tracegate.segment.SourceKey;
import dev.tracegate.tenant.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares what SDKs report to have recorded with the root segments that arrive, by source address and rule, in windows of at least five minutes.
 * A segment has no client id, so the clients of one address are compared together. Times are nanoseconds of one monotonic clock. For one thread
 * at a time.
 */
public final class SamplingLoss {
    /** Seconds of a window: 30 reports of each client, so that a request that only one side counts weighs little. */
    public static final long WINDOW_SECONDS = 300;
    /** Tenants that are counted; those that come later are not, until a window ends in which another had no address. With 33 rules each, 5 MB. */
    static final int TENANTS = 1_000;
    private static final long NANOS = 1_000_000_000L;

    // each address has at most as many counts as its tenant has rules
    private final TenantSources<SourceCounts> sources = new TenantSources<>(ClientInventory.SOURCES,
            ClientInventory.SOURCES_OF_A_TENANT, SourceCounts::new, this::forgotten);
    private final Map<TenantId, TenantRules> tenants = new HashMap<>();
    private long windowStart;
    /** The time of the last event, for an address that is forgotten between two. */
    private long lastTime;

    /** @param now when the first window begins */
    public SamplingLoss(long now) {
        this.windowStart = now;
        this.lastTime = now;
    }

    private record SourceCounts(SourceKey source, Map<String, RuleCounts> rules) {
        SourceCounts(SourceKey source) {
            this(source, new HashMap<>(4));
        }
    }

    /** A root segment arrived that names its rule. */
    public void arrived(TenantId tenant, SourceKey source, String rule) {
        var counts = counts(tenant, source, rule);
        if (counts != null) {
            counts.arrived();
        }
    }

    /**
     * A client reported about a rule.
     *
     * @param recorded requests that it recorded, 0 or more
     * @param comparable whether its root segments name their rules
     */
    public void reported(TenantId tenant, SourceKey source, String rule, long recorded, boolean comparable, long now) {
        lastTime = now;
        var counts = counts(tenant, source, rule);
        if (counts != null) {
            counts.reported(recorded, comparable, now);
        }
    }

    /** @return null for the marker rule, which is none, and for a tenant beyond the bound */
    private @Nullable RuleCounts counts(TenantId tenant, SourceKey source, String rule) {
        var rules = sources.get(tenant, source).rules;
        var known = rules.get(rule);
        if (known != null || JavaSdkMarker.is(rule)) {
            return known;
        }
        var ofTenant = tenants.get(tenant);
        if (ofTenant == null) {
            if (tenants.size() >= TENANTS) {
                return null;
            }
            ofTenant = new TenantRules();
            tenants.put(tenant, ofTenant);
        }
        var counted = ofTenant.rule(rule);
        return rules.computeIfAbsent(counted.name(), name -> new RuleCounts(counted.sinceStart()));
    }

    private void forgotten(TenantId tenant, SourceCounts source) {
        source.rules.forEach((rule, counts) -> counts.addTo(ruleOf(tenant, rule).window(), lastTime));
    }

    private TenantRules.Rule ruleOf(TenantId tenant, String rule) {
        return requireNonNull(tenants.get(tenant)).rule(rule);
    }

    /**
     * Ends the window if it has lasted long enough.
     *
     * @return the rules of the window, first by tenant, then by source address; empty if the window goes on
     */
    public List<RuleLoss> close(long now) {
        lastTime = now;
        long seconds = (now - windowStart) / NANOS;
        if (seconds < WINDOW_SECONDS) {
            return List.of();
        }
        windowStart = now;
        var bySource = new ArrayList<RuleLoss>();
        sources.forEach((tenant, source) -> source.rules.forEach((rule, counts) -> {
            var sums = new RuleSums();
            counts.addTo(sums, now);
            counts.addTo(ruleOf(tenant, rule).window(), now);
            counts.next(now);
            add(bySource, tenant, source.source.address(), rule, sums, seconds);
        }));
        sources.removeIf((tenant, source) -> {
            source.rules.values().removeIf(RuleCounts::isIdle);
            return source.rules.isEmpty();
        });
        var losses = ofTenants(seconds);
        losses.addAll(bySource);
        if (tenants.size() >= TENANTS) {
            tenants.keySet().removeIf(tenant -> !sources.has(tenant));
        }
        return List.copyOf(losses);
    }

    private List<RuleLoss> ofTenants(long seconds) {
        var losses = new ArrayList<RuleLoss>();
        tenants.forEach((tenant, rules) -> rules.all().forEach(rule -> {
            add(losses, tenant, "", rule.name(), rule.window(), seconds);
            rule.window().clear();
        }));
        return losses;
    }

    private static void add(List<RuleLoss> losses, TenantId tenant, String source, String rule, RuleSums sums,
            long seconds) {
        if (!sums.isEmpty()) {
            losses.add(new RuleLoss(tenant, source, rule, sums.reported, sums.uncompared, sums.arrived, seconds));
        }
    }

    /** Counts since the start. */
    public List<RuleTotals> totals() {
        var totals = new ArrayList<RuleTotals>();
        tenants.forEach((tenant, rules) -> rules.all()
                .forEach(rule -> totals.add(new RuleTotals(tenant, rule.name(), rule.sinceStart().reported,
                        rule.sinceStart().arrived))));
        return totals;
    }
}
