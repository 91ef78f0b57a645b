package dev.tracegate.flow.ledger;

import dev.tracegate.budget.SingleWriterCounter;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** One {@link SingleWriterCounter} for each name. The number of names is bounded, because X-Ray chooses its codes and users name their rules. */
public final class BoundedCounterMap {
    /** Maximum codes; codes beyond it are counted as {@link #OTHER}. X-Ray has about a dozen codes for a refused document. */
    public static final int MAX_CODES = 32;
    /** X-Ray allows 25 rules beside Default; the tenant's keep rate is one more. Rules beyond the bound are counted as {@link #OTHER}. */
    public static final int MOST_RULES = 32;
    public static final String OTHER = "other";

    private final int most;
    private final Map<String, SingleWriterCounter> counts = new ConcurrentHashMap<>();

    /** @param most the most names with a count of their own */
    public BoundedCounterMap(int most) {
        this.most = most;
    }

    public void add(String name, long n) {
        var known = counts.containsKey(name) || counts.size() < most ? name : OTHER;
        counts.computeIfAbsent(known, any -> new SingleWriterCounter()).add(n);
    }

    long sum() {
        long sum = 0;
        for (var count : counts.values()) {
            sum += count.get();
        }
        return sum;
    }

    public SortedMap<String, Long> read() {
        var values = new TreeMap<String, Long>();
        counts.forEach((name, count) -> values.put(name, count.get()));
        return values;
    }
}
