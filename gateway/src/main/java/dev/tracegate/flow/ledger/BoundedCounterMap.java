package dev.tracegate.flow.ledger;

import dev.tracegate.budget.SingleWriterCounter;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** One {@link SingleWriterCounter} for each code that X-Ray names. The number of codes is bounded, because the other side chooses them. */
public final class BoundedCounterMap {
    /** X-Ray has about a dozen codes for a refused document. Codes beyond the bound are counted as {@link #OTHER}. */
    public static final int MOST_CODES = 32;
    public static final String OTHER = "other";

    private final Map<String, SingleWriterCounter> counts = new ConcurrentHashMap<>();

    public void add(String code, long n) {
        var known = counts.containsKey(code) || counts.size() < MOST_CODES ? code : OTHER;
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
        counts.forEach((code, count) -> values.put(code, count.get()));
        return values;
    }
}
