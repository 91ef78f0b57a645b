package dev.tracegate.sampling.quota;

import dev.tracegate.sampling.book.RuleBooks;
import dev.tracegate.sampling.rule.RuleRecord;
import dev.tracegate.tenant.TenantId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers the reports of clients from the rule books, and sums them up. For one thread at a time. */
public final class SamplingTargets {
    private final RuleBooks books;
    private final QuotaLeases leases;
    private final InstantSource clock;
    private final Map<TenantRule, Windows> windows = new HashMap<>();

    public SamplingTargets(RuleBooks books, QuotaLeases leases, InstantSource clock) {
        this.books = books;
        this.leases = leases;
        this.clock = clock;
    }

    /** The window that is open, and the one before it. */
    private record Windows(RuleStatistics open, RuleStatistics closed) {
        static Windows at(String rule, long window) {
            return new Windows(RuleStatistics.none(rule, window),
                    RuleStatistics.none(rule, window - RuleStatistics.WINDOW));
        }

        Windows turnedTo(long window) {
            if (window == open.windowStart()) {
                return this;
            }
            var fresh = at(open.ruleName(), window);
            return open.windowStart() == window - RuleStatistics.WINDOW ? new Windows(fresh.open, open) : fresh;
        }
    }

    /**
     * Takes a client's report.
     *
     * @param source address of the client
     * @return empty if the tenant has no such rule
     */
    public Optional<SamplingTarget> report(TenantId tenant, SamplingReport report, String source) {
        return books.of(tenant).find(report.ruleName()).map(RuleRecord::rule).map(rule -> {
            long now = clock.instant().getEpochSecond();
            count(TenantRule.of(tenant, rule.name()), report, RuleStatistics.window(now));
            return new SamplingTarget(rule, leases.renew(new QuotaLeases.Claim(tenant, rule.name(),
                    rule.reservoirSize(), report.clientId(), source,
                    Math.ceilDiv(report.requests(), SamplingReport.INTERVAL), now)));
        });
    }

    private void count(TenantRule key, SamplingReport report, long window) {
        var before = windows.get(key);
        if (before == null) {
            // only rules with reports in the last 20 s have an entry: those of removed rules and tenants go
            windows.values().removeIf(each -> each.open.windowStart() < window - RuleStatistics.WINDOW);
            before = Windows.at(key.rule(), window);
        }
        var turned = before.turnedTo(window);
        windows.put(key, new Windows(turned.open.plus(report), turned.closed));
    }

    int windows() {
        return windows.size();
    }

    /** A row for each rule of the tenant, of the last ten seconds that are over; zeros for a rule without reports. */
    public List<RuleStatistics> statistics(TenantId tenant) {
        long window = RuleStatistics.window(clock.instant().getEpochSecond());
        var rows = new ArrayList<RuleStatistics>();
        for (var record : books.of(tenant).records()) {
            var name = record.rule().name();
            rows.add(windows.getOrDefault(TenantRule.of(tenant, name), Windows.at(name, window))
                    .turnedTo(window).closed);
        }
        return rows;
    }
}
