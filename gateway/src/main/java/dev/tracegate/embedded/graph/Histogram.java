package dev.tracegate.embedded.graph;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.TreeMap;

/** How often each duration was seen, to the millisecond; beyond 1,000 different ones, to two significant digits. */
final class Histogram {
    private static final int DISTINCT = 1000;

    private TreeMap<Long, Integer> countByMillis = new TreeMap<>();
    private boolean coarse;

    void add(double seconds) {
        add(Math.round(seconds * 1000), 1);
    }

    void add(Histogram others) {
        others.countByMillis.forEach(this::add);
    }

    private void add(long millis, int count) {
        countByMillis.merge(coarse ? twoDigits(millis) : millis, count, Integer::sum);
        if (countByMillis.size() > DISTINCT && !coarse) {
            coarsen();
        }
    }

    private void coarsen() {
        coarse = true;
        var fewer = new TreeMap<Long, Integer>();
        countByMillis.forEach((millis, count) -> fewer.merge(twoDigits(millis), count, Integer::sum));
        countByMillis = fewer;
    }

    private static long twoDigits(long millis) {
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
