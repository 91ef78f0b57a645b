package dev.tracegate.embedded.graph;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.TreeMap;

/**
 * Counts durations in milliseconds. Beyond {@value #MAX_DISTINCT} distinct values it rounds them to two significant digits, which bounds
 * its size.
 */
final class Histogram {
    private static final int MAX_DISTINCT = 1000;

    private TreeMap<Long, Integer> countByMillis = new TreeMap<>();
    private boolean rounded;

    void add(double seconds) {
        add(Math.round(seconds * 1000), 1);
    }

    void add(Histogram others) {
        others.countByMillis.forEach(this::add);
    }

    private void add(long millis, int count) {
        countByMillis.merge(rounded ? roundToTwoDigits(millis) : millis, count, Integer::sum);
        if (countByMillis.size() > MAX_DISTINCT && !rounded) {
            round();
        }
    }

    private void round() {
        rounded = true;
        var roundedCounts = new TreeMap<Long, Integer>();
        countByMillis.forEach((millis, count) -> roundedCounts.merge(roundToTwoDigits(millis), count, Integer::sum));
        countByMillis = roundedCounts;
    }

    private static long roundToTwoDigits(long millis) {
        long unit = 1;
        while (millis / unit >= 100) {
            unit *= 10;
        }
        return Math.round(millis / (double) unit) * unit;
    }

    JsonArray json() {
        var entries = new JsonArray();
        countByMillis.forEach((millis, count) -> entries
                .add(new JsonObject().put("Value", millis / 1000.0).put("Count", count)));
        return entries;
    }
}
