package dev.tracegate.embedded.sampling;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The rules of the embedded X-Ray (the Default rule only, so far), their reservoirs and their statistics. For one thread at a time. */
public final class Sampling {
    private final InstantSource clock;
    private final SamplingRule rule = SamplingRule.DEFAULT;
    private final Reservoir reservoir = new Reservoir(rule);
    private Statistics current;
    private Statistics closed;

    public Sampling(InstantSource clock) {
        this.clock = clock;
        long window = window();
        current = Statistics.none(rule.name(), window);
        closed = Statistics.none(rule.name(), window - Statistics.WINDOW);
    }

    /** All rules, the Default rule last. */
    public List<SamplingRule> rules() {
        return List.of(rule);
    }

    /** When a rule was last made, changed or deleted, epoch seconds: the Default rule has always been there. */
    public double lastModified() {
        return 0;
    }

    /** @return empty where there is no such rule */
    public Optional<Target> report(Report report) {
        if (!report.ruleName().equals(rule.name())) {
            return Optional.empty();
        }
        turn();
        current = current.plus(report);
        return Optional.of(reservoir.report(report, clock.instant().getEpochSecond()));
    }

    /** A row for each rule, of the last ten seconds that are over. */
    public List<Statistics> statistics() {
        turn();
        return List.of(closed);
    }

    private void turn() {
        long window = window();
        if (window == current.windowStart()) {
            return;
        }
        long last = window - Statistics.WINDOW;
        closed = current.windowStart() == last ? current : Statistics.none(rule.name(), last);
        current = Statistics.none(rule.name(), window);
    }

    private long window() {
        return Math.floorDiv(clock.instant().getEpochSecond(), Statistics.WINDOW) * Statistics.WINDOW;
    }
}
