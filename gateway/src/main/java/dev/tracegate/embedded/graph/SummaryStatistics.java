package dev.tracegate.embedded.graph;

import dev.tracegate.embedded.model.Entity;
import io.vertx.core.json.JsonObject;

/**
 * X-Ray's SummaryStatistics of a node or an edge. Each completed entity counts once: as throttled, else as fault, else as error, else as ok. For one
 * thread at a time.
 */
final class SummaryStatistics {
    private final Histogram responseTimes = new Histogram();
    private int ok;
    private int throttled;
    private int errors;
    private int faults;
    private double seconds;

    /** Counts an entity. Ignores one that is in progress. */
    void add(Entity entity) {
        entity.duration().ifPresent(duration -> add(entity, duration));
    }

    private void add(Entity entity, double duration) {
        if (entity.throttle()) {
            throttled++;
        } else if (entity.fault()) {
            faults++;
        } else if (entity.error()) {
            errors++;
        } else {
            ok++;
        }
        seconds += duration;
        responseTimes.add(duration);
    }

    void add(SummaryStatistics others) {
        ok += others.ok;
        throttled += others.throttled;
        errors += others.errors;
        faults += others.faults;
        seconds += others.seconds;
        responseTimes.add(others.responseTimes);
    }

    boolean isEmpty() {
        return total() == 0;
    }

    private int total() {
        return ok + throttled + errors + faults;
    }

    Histogram responseTimes() {
        return responseTimes;
    }

    /** The wire format, which is the same for nodes and edges. Times are in seconds, rounded to milliseconds. */
    JsonObject json() {
        return new JsonObject().put("OkCount", ok)
                .put("ErrorStatistics",
                        new JsonObject().put("ThrottleCount", throttled)
                                .put("OtherCount", errors)
                                .put("TotalCount", throttled + errors))
                .put("FaultStatistics", new JsonObject().put("OtherCount", faults).put("TotalCount", faults))
                .put("TotalCount", total())
                .put("TotalResponseTime", Math.round(seconds * 1000) / 1000.0);
    }
}
