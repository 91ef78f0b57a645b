package dev.tracegate.interop.sampling;

import java.util.Arrays;
import java.util.List;

/**
 * How long the clients of an SDK took to act on a change.
 *
 * @param seconds of each client that acted, in ascending order
 * @param clients how many were watched
 */
record TimeToAct(double[] seconds, int clients) {

    /** From the decisions that the clients printed; a client acts when it samples a request of the change's path for the first time since. */
    static TimeToAct of(List<ClientDecision> printed, RuleChange change, long madeAt, int clients) {
        var seconds = new double[clients];
        Arrays.fill(seconds, Double.NaN);
        for (var decision : printed) {
            if (decision.path().equals(change.path()) && decision.sampled() && decision.millis() >= madeAt
                    && Double.isNaN(seconds[decision.client()])) {
                seconds[decision.client()] = (decision.millis() - madeAt) / 1000.0;
            }
        }
        return new TimeToAct(Arrays.stream(seconds).filter(Double::isFinite).sorted().toArray(), clients);
    }

    boolean isComplete() {
        return seconds.length == clients;
    }

    /** The nearest rank; for fewer than 100 clients the 99th percentile is the longest time. */
    double percentile(int percent) {
        return seconds[Math.max(0, Math.ceilDiv(percent * seconds.length, 100) - 1)];
    }
}
