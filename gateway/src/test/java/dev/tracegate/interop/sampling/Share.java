package dev.tracegate.interop.sampling;

import java.util.List;

/** How much a client sampled, told apart by what rules do. */
enum Share {
    NONE, ONE_A_SECOND, FIVE_A_SECOND, ALL, ANOTHER;

    /** One a second and 5 % of the others, an SDK's local rule, counts as one a second: 3 standard deviations above its mean. */
    private static final double MOST_OF_ONE_A_SECOND = 3.3;

    /** The share of these decisions, which a client made in this many seconds, ten a second. */
    static Share of(List<ClientDecision> decisions, double seconds) {
        long sampled = decisions.stream().filter(ClientDecision::sampled).count();
        if (sampled == decisions.size()) {
            return ALL;
        }
        if (sampled == 0) {
            return NONE;
        }
        if (sampled <= MOST_OF_ONE_A_SECOND * seconds) {
            return ONE_A_SECOND;
        }
        return sampled <= 6.5 * seconds ? FIVE_A_SECOND : ANOTHER;
    }
}
