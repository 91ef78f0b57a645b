package dev.tracegate.flow;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** One {@link Count} for each code that the other side names, up to a bound: the codes are its choice, the memory is ours. */
final class CountByCode {
    /** X-Ray's codes for a refused document are about a dozen. What comes beyond these is counted together. */
    static final int MOST_CODES = 32;
    static final String OTHER = "other";

    private final Map<String, Count> counts = new ConcurrentHashMap<>();

    void add(String code, long n) {
        var known = counts.containsKey(code) || counts.size() < MOST_CODES ? code : OTHER;
        counts.computeIfAbsent(known, any -> new Count()).add(n);
    }

    long sum() {
        long sum = 0;
        for (var count : counts.values()) {
            sum += count.get();
        }
        return sum;
    }

    SortedMap<String, Long> read() {
        var values = new TreeMap<String, Long>();
        counts.forEach((code, count) -> values.put(code, count.get()));
        return values;
    }
}
