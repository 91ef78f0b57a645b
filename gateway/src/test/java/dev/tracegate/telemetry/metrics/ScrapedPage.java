package dev.tracegate.telemetry.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A page in the Prometheus text format, parsed strictly: an invalid line is an error. */
record ScrapedPage(Map<String, Double> samples, Map<String, String> help, Map<String, String> types) {
    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE|UNIT) ([a-zA-Z_:][\\w:]*) (.*)");
    private static final Pattern SAMPLE = Pattern
            .compile("([a-zA-Z_:][\\w:]*)(\\{(?:[a-zA-Z_]\\w*=\"(?:[^\"\\\\\n]|\\\\.)*\",?)*})? (\\S+)");

    static ScrapedPage of(String text) {
        var page = new ScrapedPage(new HashMap<>(), new HashMap<>(), new HashMap<>());
        text.lines().filter(line -> !line.equals("# EOF")).forEach(page::read);
        return page;
    }

    private void read(String line) {
        var comment = COMMENT.matcher(line);
        if (comment.matches()) {
            var kind = comment.group(1).equals("HELP") ? help : types;
            kind.put(comment.group(2), comment.group(3));
            return;
        }
        var sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw new AssertionError("not a line of the Prometheus text format: " + line);
        }
        var labels = sample.group(2) == null ? "" : sample.group(2);
        samples.put(sample.group(1) + labels, Double.valueOf(sample.group(3).replace("Inf", "Infinity")));
    }

    /** @param key name and labels as printed: {@code name{a="b"}} */
    double value(String key) {
        var value = samples.get(key);
        if (value == null) {
            throw new AssertionError(key + " is not among " + new TreeSet<>(samples.keySet()));
        }
        return value;
    }

    /** The families of the gateway's own meters, without the maximum that Micrometer adds to a timer. */
    Set<String> ownFamilies() {
        var names = new TreeSet<>(help.keySet());
        names.removeIf(name -> !name.startsWith("tracegate_") || name.endsWith("_max"));
        return names;
    }
}
