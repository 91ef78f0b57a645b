package dev.tracegate.sampling.quota;

/**
 * What the clients of a rule reported within ten seconds.
 *
 * @param windowStart epoch seconds, a multiple of ten
 */
public record RuleStatistics(String ruleName, long windowStart, long requests, long sampled, long borrowed) {
    static final long WINDOW = 10;

    static RuleStatistics none(String ruleName, long windowStart) {
        return new RuleStatistics(ruleName, windowStart, 0, 0, 0);
    }

    RuleStatistics plus(SamplingReport report) {
        return new RuleStatistics(ruleName, windowStart, requests + report.requests(), sampled + report.sampled(),
                borrowed + report.borrowed());
    }

    static long window(long epochSecond) {
        return Math.floorDiv(epochSecond, WINDOW) * WINDOW;
    }
}
