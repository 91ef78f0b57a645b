package dev.tracegate.sampling.quota;

import java.util.HashMap;
import java.util.Map;

/** Counts leases, of each source address and in all, within two limits. For one thread at a time. */
final class LeaseCounts {
    private final int most;
    private final int mostOfASource;
    private final Map<String, Integer> bySource = new HashMap<>();
    private int total;

    LeaseCounts(int most, int mostOfASource) {
        this.most = most;
        this.mostOfASource = mostOfASource;
    }

    /** @return false if a limit is reached; then nothing is counted */
    boolean tryAdd(String source) {
        if (total >= most || bySource.getOrDefault(source, 0) >= mostOfASource) {
            return false;
        }
        total++;
        bySource.merge(source, 1, Integer::sum);
        return true;
    }

    void remove(String source) {
        total--;
        bySource.computeIfPresent(source, (key, count) -> count == 1 ? null : count - 1);
    }

    int total() {
        return total;
    }
}
