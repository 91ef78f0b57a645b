package dev.tracegate.sampling.client;

import dev.tracegate.sampling.quota.SamplingReport;
/**
 * What one source address reported about one rule, and what arrived from it, in the current window. A report is about the time since the client's
 * last one. So what arrives is pending until the next report, and both sides of a window are about the same requests, but for those that are
 * still open. For one thread at a time.
 */
final class RuleCounts {
    /** Without a report for two intervals of {@value SamplingReport#INTERVAL} s, a client has no requests; a segment that arrives later belongs to a request that was reported. */
    static final long QUIET_NANOS = 2 * SamplingReport.INTERVAL * 1_000_000_000L;

    private final RuleSums sinceStart;
    private long reported;
    private long uncompared;
    private long settled;
    private long pending;
    private boolean reporting;
    private long lastReport;

    /** @param sinceStart the counts of all addresses of the tenant */
    RuleCounts(RuleSums sinceStart) {
        this.sinceStart = sinceStart;
    }

    void arrived() {
        pending++;
        sinceStart.arrived++;
    }

    void reported(long recorded, boolean comparable, long now) {
        if (!comparable) {
            uncompared += recorded;
            return;
        }
        reported += recorded;
        sinceStart.reported += recorded;
        settled += pending;
        pending = 0;
        reporting = true;
        lastReport = now;
    }

    /** Adds the window's counts to others. What is pending stays out where the client is about to report about it. */
    void addTo(RuleSums sums, long now) {
        sums.reported += reported;
        sums.uncompared += uncompared;
        sums.arrived += isReportDue(now) ? settled : settled + pending;
    }

    private boolean isReportDue(long now) {
        return reporting && now - lastReport <= QUIET_NANOS;
    }

    /** Begins the next window. */
    void next(long now) {
        if (!isReportDue(now)) {
            pending = 0;
            reporting = false;
        }
        reported = 0;
        uncompared = 0;
        settled = 0;
    }

    /** Whether there is nothing to keep for the next window. */
    boolean isIdle() {
        return pending == 0 && !reporting;
    }
}
