package dev.tracegate.sampling.quota;

import java.util.HashMap;
import java.util.Map;

/** Counts leases, of each source address, of each tenant and in all, within three limits. For one thread at a time. */
final class LeaseCounts {
    private final int most;
    private final int mostOfATenant;
    private final int mostOfASource;
    private final Map<String, Integer> byTenant = new HashMap<>();
    private final Map<String, Integer> bySource = new HashMap<>();
    private int total;

    LeaseCounts(int most, int mostOfATenant, int mostOfASource) {
        this.most = most;
        this.mostOfATenant = mostOfATenant;
        this.mostOfASource = mostOfASource;
    }

    /** @return false if a limit is reached; then nothing is counted */
    boolean tryAdd(String tenant, String source) {
        if (total >= most || byTenant.getOrDefault(tenant, 0) >= mostOfATenant
                || bySource.getOrDefault(source, 0) >= mostOfASource) {
            return false;
        }
        total++;
        byTenant.merge(tenant, 1, Integer::sum);
        bySource.merge(source, 1, Integer::sum);
        return true;
    }

    void remove(String tenant, String source) {
        total--;
        decrement(byTenant, tenant);
        decrement(bySource, source);
    }

    private static void decrement(Map<String, Integer> counts, String name) {
        counts.computeIfPresent(name, (key, count) -> count == 1 ? null : count - 1);
    }

    int total() {
        return total;
    }
}
