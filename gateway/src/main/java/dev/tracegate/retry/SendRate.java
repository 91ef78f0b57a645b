package dev.tracegate.retry;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many segments a second a destination takes, learnt from which calls it throttles. X-Ray counts them by account and Region, for all who
 * send there; it tells nobody how many are left, so the limit is looked for:
 *
 * <ul>
 * <li>Without throttles there is no limit.
 * <li>More throttles than usual in a window: the limit becomes a little less than what was accepted in it. One step a window.
 * <li>If fewer attempts are then throttled just as often, they were not too many: the step is taken back, and that share of throttles is what
 * counts as usual from here on ("stray"). With calls that are refused at random, more attempts bring more through.
 * <li>While the limit holds segments back and throttles are no more than usual, it grows, by a fixed step rather than a factor, so that several
 * gateways at one ceiling come to equal shares.
 * </ul>
 *
 * Owned by one loop; times are nanoseconds of the gateway's monotonic clock.
 */
public final class SendRate {
    private static final long WINDOW_NANOS = Duration.ofSeconds(1).toNanos();
    /** A window with fewer calls says little: it goes on, up to {@link #LONGEST_WINDOW_NANOS}. */
    private static final int TELLING_CALLS = 10;
    private static final long LONGEST_WINDOW_NANOS = Duration.ofSeconds(5).toNanos();
    /** A stray throttle now and then is usual everywhere. */
    private static final double LEAST_USUAL_SHARE = 0.03;
    /** Standard deviations beyond the usual share that are still chance; in one of a hundred windows it is more. */
    private static final double DEVIATIONS = 2.5;
    /**
     * Of what was accepted, after a step down. What is left unused meanwhile is not lost: a quota of this kind lets a second's worth pile
     * up, which is then there for the way back up.
     */
    private static final double STEP_DOWN = 0.9;
    /** A step down that leaves more than this of the share of throttles changed nothing. */
    private static final double NO_EFFECT = 0.7;
    private static final int TRIAL_STEPS = 2;
    /** So many tell a share from chance. The others at a ceiling have stepped down by then too. */
    private static final int TRIAL_CALLS = 40;
    /** Segments a second that the limit grows by in a second, or a hundredth where that is more: a hundredth of X-Ray's usual quota. */
    private static final double STEP_UP = 25;
    private static final double STEP_UP_SHARE = 0.01;
    /** After so many windows without a throttle the ceiling has moved: the steps become larger. */
    private static final int LONG_QUIET = 10;
    private static final double LONG_QUIET_SHARE = 0.05;
    /** One full batch a second: below that nothing could be learnt any more. */
    private static final double LEAST = 50;
    /** How far the pace may fall behind and still catch up. */
    private static final long CATCH_UP_NANOS = Duration.ofMillis(100).toNanos();
    private static final double NANOS = 1e9;
    /** How fast another share of throttles becomes the usual one. */
    private static final double LEARN = 0.2;

    private double limit = Double.POSITIVE_INFINITY;
    private double usualShare;
    private Window window = new Window();
    private @Nullable Trial trial;
    private int quietWindows;
    private long paceNanos;
    private long heldUntilNanos = Long.MIN_VALUE / 2;

    /** Steps down whose effect is not seen yet: two, since the first window at a ceiling had what had piled up before. */
    private static final class Trial {
        private final double limitBefore;
        private final double shareBefore;
        private int steps = 1;
        private int calls;
        private int throttledCalls;

        Trial(double limitBefore, double shareBefore) {
            this.limitBefore = limitBefore;
            this.shareBefore = shareBefore;
        }

        void add(Window window) {
            calls += window.calls;
            throttledCalls += window.throttledCalls;
        }

        /** Whether fewer attempts are throttled less often. */
        boolean helped() {
            return throttledCalls <= NO_EFFECT * shareBefore * calls;
        }
    }

    private static final class Window {
        /** Begins with the first call or answer, so that a pause before it is not counted. */
        private boolean begun;
        private long startNanos;
        private int calls;
        private int throttledCalls;
        private long accepted;
        private boolean heldBack;

        void begin(long now) {
            if (!begun) {
                begun = true;
                startNanos = now;
            }
        }

        boolean over(long now) {
            long age = now - startNanos;
            return age >= LONGEST_WINDOW_NANOS || (age >= WINDOW_NANOS && calls >= TELLING_CALLS);
        }

        double share() {
            return throttledCalls / (double) calls;
        }

        double acceptedPerSecond(long now) {
            return accepted / seconds(now);
        }

        double seconds(long now) {
            return Math.max(1, now - startNanos) / NANOS;
        }
    }

    /** Segments a second; infinite while no ceiling is known. */
    public double limit() {
        return limit;
    }

    /** When the next call may start; {@code now} or earlier for at once. */
    public long nextNanos(long now) {
        long next = Math.max(heldUntilNanos, paceNanos);
        if (paceNanos - now > 0) {
            window.heldBack = true;
        }
        return next;
    }

    /** A call with so many segments starts. */
    public void started(int segments, long now) {
        window.begin(now);
        if (limit != Double.POSITIVE_INFINITY) {
            paceNanos = Math.max(paceNanos, now - CATCH_UP_NANOS) + (long) (segments * NANOS / limit);
        }
    }

    /** A call was answered, and so many of its segments were accepted. */
    public void accepted(long segments, long now) {
        answered(segments, now);
        decide(now);
    }

    /** A call was throttled, or a part of its segments was. */
    public void throttled(long acceptedSegments, @Nullable Duration retryAfter, long now) {
        answered(acceptedSegments, now);
        window.throttledCalls++;
        if (retryAfter != null) {
            heldUntilNanos = Math.max(heldUntilNanos, now + retryAfter.toNanos());
        }
        decide(now);
    }

    /** The call may have been started in the window before. */
    private void answered(long acceptedSegments, long now) {
        window.begin(now);
        window.calls++;
        window.accepted += acceptedSegments;
    }

    private void decide(long now) {
        if (!window.over(now)) {
            return;
        }
        double share = window.share();
        if (share <= mostByChance()) {
            trial = null;
            asUsual(share, now);
        } else if (trial == null) {
            trial = new Trial(limit, share);
            stepDown(now);
        } else {
            trial.add(window);
            goOn(trial, share, now);
        }
        window = new Window();
    }

    /** The largest share of throttles that a window may show when nothing is unusual. */
    private double mostByChance() {
        double usual = Math.max(LEAST_USUAL_SHARE, usualShare);
        return usual + DEVIATIONS * Math.sqrt(usual * (1 - usual) / window.calls);
    }

    private void goOn(Trial trial, double share, long now) {
        if (trial.steps < TRIAL_STEPS) {
            trial.steps++;
            trial.calls = trial.throttledCalls = 0;
            stepDown(now);
        } else if (trial.calls >= TRIAL_CALLS && trial.helped()) {
            this.trial = new Trial(limit, share);
            stepDown(now);
        } else if (trial.calls >= TRIAL_CALLS) {
            limit = trial.limitBefore;
            usualShare = trial.throttledCalls / (double) trial.calls;
            this.trial = null;
        }
    }

    private void stepDown(long now) {
        quietWindows = 0;
        double accepted = STEP_DOWN * window.acceptedPerSecond(now) / (1 - usualShare);
        limit = Math.max(LEAST, Math.min(limit, accepted));
    }

    private void asUsual(double share, long now) {
        // what is usual while nothing is held back is no ceiling's doing; at a ceiling only less can be
        if (!window.heldBack || share < usualShare) {
            usualShare += LEARN * (share - usualShare);
        }
        if (window.heldBack) {
            quietWindows = window.throttledCalls == 0 ? quietWindows + 1 : 0;
            double growth = quietWindows > LONG_QUIET ? LONG_QUIET_SHARE : STEP_UP_SHARE;
            limit += Math.max(STEP_UP, growth * limit) * window.seconds(now);
        }
    }
}
