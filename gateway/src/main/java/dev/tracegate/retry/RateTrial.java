package dev.tracegate.retry;

/**
 * Decides whether throttles come from a ceiling (a quota) or from chance, by attempting less. At a ceiling, throttles become rare as soon as
 * attempts fit below it; if calls are refused at random, their share stays. The accepted rate cannot tell the two apart: of several
 * gateways at one ceiling, one that attempts less gets less. So attempts go down to half of what was accepted, and no further, until the
 * verdict is clear.
 */
final class RateTrial {
    /** Throttles needed for a conclusion. */
    private static final int MIN_THROTTLES = 10;
    /** Windows needed, because other senders at the ceiling reduce their rate in windows of their own. */
    private static final int MIN_WINDOWS = 2;
    private static final double MIN_SECONDS = 2;
    private static final double DEVIATIONS = 1.5;
    /**
     * Share of the earlier attempts below which attempts count as few; if nearly all are refused, it takes long to come down to what was
     * accepted.
     */
    private static final double FEW = 0.25;
    /**
     * Position between the share of throttles that a ceiling would show now, 0, and the earlier share, 1, from which throttles count as
     * equally frequent.
     */
    private static final double AS_FREQUENT = 0.6;
    /** Share of throttles, over at least {@link #HELD_CALLS} calls, that a ceiling shows while the rate is held at it. */
    private static final double HELD_SHARE = 0.07;
    private static final int HELD_CALLS = 50;
    /** Factor by which each window reduces the weight of earlier ones: about seven windows count. */
    private static final double FADING = 0.85;

    private final double lowest;
    private final double limitBefore;
    private final double rateBefore;
    private double shareBefore;
    private double least;
    private boolean confirmed;
    private boolean settled;
    /** Expected throttles of the calls at few attempts if a ceiling accepted as much as before. */
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

        boolean isConclusive() {
            return windows >= MIN_WINDOWS && seconds >= MIN_SECONDS && throttles >= MIN_THROTTLES
                    && throttles < calls;
        }
    }

    /**
     * Starts with the first unusual window.
     *
     * @param limitBefore segments a second, may be infinite
     * @param first the window with more throttles than usual
     * @param rate segments a second attempted in it
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

    /** Whether the second window has been unusual too. */
    boolean isConfirmed() {
        return confirmed;
    }

    /**
     * Adds a window.
     *
     * @param seconds length of the window
     * @param rate segments a second attempted in it
     * @param atLeast whether the rate could not have been lower
     */
    void add(RateWindow window, double seconds, double rate, boolean atLeast) {
        all.add(window, seconds);
        if (!confirmed) {
            // the first window may have used quota that had accumulated
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

    /**
     * The conclusion so far.
     *
     * @param mostAtCeiling the largest share of throttles that gateways at a ceiling see in the long run
     */
    Verdict verdict(double mostAtCeiling) {
        if (few.isConclusive() && few.throttles >= asFrequent() && few.share() > byChance(mostAtCeiling)) {
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

    /** Lowest rate to attempt in segments a second: half of what was accepted. */
    double least() {
        return Math.max(lowest, least);
    }

    double limitBefore() {
        return limitBefore;
    }

    /** Share of throttles since the trial began. */
    double share() {
        return all.share();
    }
}
