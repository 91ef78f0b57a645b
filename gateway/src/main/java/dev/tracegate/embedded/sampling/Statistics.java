package dev.tracegate.embedded.sampling;

/**
 * What the clients of a rule reported within ten seconds.
 *
 * @param windowStart epoch seconds, a multiple of ten
 */
public record Statistics(String ruleName, long windowStart, long requests, long sampled, long borrowed) {
    static final long WINDOW = 10;

    static Statistics none(String ruleName, long windowStart) {
        return new Statistics(ruleName, windowStart, 0, 0, 0);
    }

    Statistics plus(Report report) {
        return new Statistics(ruleName, windowStart, requests + report.requests(), sampled + report.sampled(),
                borrowed + report.borrowed());
    }
}
