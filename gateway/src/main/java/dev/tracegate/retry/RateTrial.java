package dev.tracegate.retry;

/**
 * Fewer attempts because of throttles, and what that did. At a ceiling, throttles become few as soon as attempts are no more than it grants;
 * where calls are refused at random, their share stays. How much is accepted does not tell the two apart: of several gateways at one ceiling,
 * one that attempts less gets less. So attempts go down to half of what was accepted, and no further, until it is clear.
 */
final class RateTrial {
    /** So many throttles tell a share from chance. */
    private static final int TELLING_THROTTLES = 10;
    /** The others at a ceiling come down too, in windows of their own. */
    private static final int TELLING_WINDOWS = 2;
    private static final double TELLING_SECONDS = 2;
    private static final double DEVIATIONS = 1.5;
    /** Of the attempts before, from where they count as few; with nearly all refused it takes long to come down to what was accepted. */
    private static final double FEW = 0.25;
    /** From the share that a ceiling would show now, 0, to the one from before, 1: from here on throttles are as frequent as before. */
    private static final double AS_FREQUENT = 0.6;
    /** Throttles of a hundred calls, of at least so many, that a ceiling shows when it is held. */
    private static final double HELD_SHARE = 0.07;
    private static final int HELD_CALLS = 50;
    /** What a window leaves of the weight of those before it: some seven of them count. */
    private static final double FADING = 0.85;

    private final double lowest;
    private final double limitBefore;
    private final double rateBefore;
    private double shareBefore;
    private double least;
    private boolean confirmed;
    private boolean settled;
    /** Throttles among the calls at few attempts, were as much accepted as before. */
    private double throttlesAtCeiling;
    private double recentCalls;
    private double recentThrottles;
    private final Tally all = new Tally();
    private final Tally few = new Tally();

    enum Verdict {
        OPEN, CEILING, CHANCE
    }

    private static final class Tally {
        private int windows;
        private double seconds;
        private int calls;
        private int throttles;

        void add(RateWindow window, double length) {
            windows++;
            seconds += length;
            calls += window.calls();
            throttles += window.throttledCalls();
        }

        double share() {
            return throttles / (double) calls;
        }

        boolean tells() {
            return windows >= TELLING_WINDOWS && seconds >= TELLING_SECONDS && throttles >= TELLING_THROTTLES
                    && throttles < calls;
        }
    }

    /**
     * @param limitBefore perhaps infinite
     * @param first the window with more throttles than usual
     * @param rate segments a second that were attempted in it
     * @param lowest segments a second that a ceiling grants at least
     */
    RateTrial(double limitBefore, RateWindow first, double rate, double lowest) {
        this.lowest = lowest;
        this.limitBefore = limitBefore;
        this.rateBefore = rate;
        this.shareBefore = first.share();
        this.least = acceptedHalf(first, rate);
        all.add(first, 0);
    }

    private static double acceptedHalf(RateWindow window, double rate) {
        return rate * (1 - window.share()) / 2;
    }

    /** Whether the second window was unusual too. */
    boolean isConfirmed() {
        return confirmed;
    }

    /**
     * @param seconds how long the window was
     * @param rate segments a second that were attempted in it
     * @param atLeast whether they could not have been fewer
     */
    void add(RateWindow window, double seconds, double rate, boolean atLeast) {
        all.add(window, seconds);
        if (!confirmed) {
            // the first window may have had what had piled up of the quota
            confirmed = true;
            shareBefore = Math.min(shareBefore, window.share());
            least = Math.min(least, acceptedHalf(window, rate));
        }
        recentCalls = FADING * recentCalls + window.calls();
        recentThrottles = FADING * recentThrottles + window.throttledCalls();
        if (atLeast || rate <= FEW * rateBefore) {
            if (settled) {
                few.add(window, seconds);
                throttlesAtCeiling += window.calls() * Math.max(0, 1 - Math.max(2 * least, lowest) / rate);
            }
            settled = true;
        }
    }

    /** @param mostAtCeiling the largest share of throttles that gateways at a ceiling see in the long run */
    Verdict verdict(double mostAtCeiling) {
        if (few.tells() && few.throttles >= asFrequent() && few.share() > byChance(mostAtCeiling)) {
            return Verdict.CHANCE;
        }
        return recentCalls >= HELD_CALLS && recentThrottles <= HELD_SHARE * recentCalls ? Verdict.CEILING
                : Verdict.OPEN;
    }

    private double asFrequent() {
        return throttlesAtCeiling + AS_FREQUENT * (shareBefore * few.calls - throttlesAtCeiling);
    }

    private double byChance(double share) {
        return share + DEVIATIONS * Math.sqrt(share * (1 - share) / few.calls);
    }

    /** Segments a second to attempt at least: half of what was accepted. */
    double least() {
        return Math.max(lowest, least);
    }

    double limitBefore() {
        return limitBefore;
    }

    /** Of throttles, since it began. */
    double share() {
        return all.share();
    }
}
