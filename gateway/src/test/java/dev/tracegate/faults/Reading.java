package dev.tracegate.faults;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/** The counts of {@code GET /v1/books} summed over all tenants, in segments. */
record Reading(long received, long restored, long delivered, long retried, long queued, long inFlight, long spooled,
        long imbalance, Map<String, Long> rejected, Map<String, Long> shed, Map<String, Long> deadLettered) {

    /** The reason for the segments in the memory of a killed process. */
    static final String KILLED = "in memory when killed";

    static final Reading NOTHING = new Reading(0, 0, 0, 0, 0, 0, 0, 0, Map.of(), Map.of(), Map.of());

    static Reading of(JsonObject page) {
        var sum = NOTHING;
        for (var tenant : page.getJsonObject("tenants")) {
            sum = sum.plus(ofTenant((JsonObject) tenant.getValue()));
        }
        return sum;
    }

    Reading plus(Reading other) {
        return new Reading(received + other.received, restored + other.restored, delivered + other.delivered,
                retried + other.retried, queued + other.queued, inFlight + other.inFlight, spooled + other.spooled,
                Math.abs(imbalance) + Math.abs(other.imbalance), plus(rejected, other.rejected),
                plus(shed, other.shed), plus(deadLettered, other.deadLettered));
    }

    /**
     * What is to be carried on from a process killed now: what it has in memory is lost. What it has on disk the next one must restore, and
     * counts against that: of both together nothing is restored.
     */
    Reading killed() {
        var lost = queued + inFlight;
        return new Reading(received, restored - spooled, delivered, retried, 0, 0, 0, imbalance, rejected,
                plus(shed, lost == 0 ? Map.of() : Map.of(KILLED, lost)), deadLettered);
    }

    /** The same, of a process that has everything on disk: what waits in memory has a copy there. */
    Reading killedWithCopies() {
        return new Reading(received, restored - open(), delivered, retried, 0, 0, 0, imbalance, rejected, shed,
                deadLettered);
    }

    /** Segments without an end. */
    long open() {
        return queued + inFlight + spooled;
    }

    /** Segments with an end. */
    long ended() {
        return delivered + sum(rejected) + sum(shed) + sum(deadLettered);
    }

    static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Reading ofTenant(JsonObject books) {
        return new Reading(books.getLong("received"), books.getLong("restored"), books.getLong("delivered"),
                books.getLong("retried"), books.getLong("queued"), books.getLong("inFlight"),
                books.getLong("spooled"), books.getLong("imbalance"), counts(books.getJsonObject("rejected")),
                counts(books.getJsonObject("shed")), counts(books.getJsonObject("deadLettered")));
    }

    private static Map<String, Long> counts(JsonObject json) {
        var counts = new TreeMap<String, Long>();
        json.forEach(entry -> counts.put(entry.getKey(), ((Number) entry.getValue()).longValue()));
        return counts;
    }

    private static Map<String, Long> plus(Map<String, Long> one, Map<String, Long> other) {
        var sum = new TreeMap<>(one);
        other.forEach((key, count) -> sum.merge(key, count, Long::sum));
        return sum;
    }
}
