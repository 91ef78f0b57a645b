package dev.tracegate.interop.sampling;

import java.util.HashMap;
import java.util.List;

/**
 * How long the clients of an SDK took to act on a change.
 *
 * @param seconds of each client that acted, in ascending order
 * @param clients how many were watched
 */
record TimeToAct(List<Double> seconds, int clients) {

    /** From the decisions that the clients printed; a client acts when it samples a request of the change's path for the first time since. */
    static TimeToAct of(List<ClientDecision> printed, RuleChange change, long madeAt, int clients) {
        var seconds = new HashMap<Integer, Double>();
        for (var decision : printed) {
            if (decision.path().equals(change.path()) && decision.sampled() && decision.millis() >= madeAt) {
                seconds.putIfAbsent(decision.client(), (decision.millis() - madeAt) / 1000.0);
            }
        }
        return new TimeToAct(seconds.values().stream().sorted().toList(), clients);
    }

    boolean isComplete() {
        return seconds.size() == clients;
    }

    /** The nearest rank; for fewer than 100 clients the 99th percentile is the longest time. */
    double percentile(int percent) {
        return seconds.get(Math.max(0, Math.ceilDiv(percent * seconds.size(), 100) - 1));
    }
}
