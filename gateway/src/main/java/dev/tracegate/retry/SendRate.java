package dev.tracegate.retry;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many segments a second a destination takes, learnt from which calls it throttles. X-Ray counts them by account and Region, for all
 * senders together, and does not report how many are left. So the limit is estimated:
 *
 * <ul>
 * <li>Without throttles there is no limit. When two windows in a row have more throttles than usual, the accepted rate becomes the limit.
 * <li>Each window's share of throttles then lowers it in proportion, and it grows all the time, by a little more than a few throttles in a
 * hundred lower it. So it stays just above the quota, and no part of the quota is left unused.
 * <li>A small limit grows by a larger part of itself than a large one, so that several gateways with one quota converge to similar shares.
 * <li>If far fewer attempts are throttled just as often, the rate was not the cause: the earlier limit is restored, and that share of
 * throttles counts as usual from then on ({@link RateTrial}). When calls are refused at random, more attempts deliver more segments.
 * </ul>
 *
 * Where no call is accepted, or the destination asks for a wait, it is only probed ({@link Probing}), which does not change the limit. After
 * the first accepted probe, each accepted call raises the rate until a call is throttled or the limit is reached.
 *
 * <p>Owned by one loop; times are nanoseconds of the gateway's monotonic clock.
 */
public final class SendRate {
    /** What throttles cost nothing to bear: the price of holding a ceiling from above, and what is stray everywhere. */
    private static final double LEAST_USUAL_SHARE = 0.03;
    /** Standard deviations beyond the usual share that are still chance; in one of a hundred windows it is more. */
    private static final double DEVIATIONS = 2.5;
    /** Throttles of so many calls need no second window to be believed. */
    private static final double PLAIN = 0.4;
    /** Throttles that make no first limit. */
    private static final double STRAY_SHARE = 0.05;
    /** Segments a second that the limit grows by in a second, and less where it is small: so that throttles stay few. */
    private static final double MOST_GROWTH = 30;
    private static final double GROWTH_OF_ROOT = 1.2;
    /** At a ceiling so many calls are hardly ever made without a throttle: it has moved, and the limit grows faster. */
    private static final int QUIET_CALLS = 100;
    private static final double FAST_GROWTH = 0.1;
    /** No more than halved at a time: what a window shows may be half another sender's doing. */
    private static final double MOST_STEP_DOWN = 0.5;
    /** A window counts no more than this, however long a slow sender's takes. */
    private static final double MOST_SECONDS = 2;
    /** Of the limit, from where it counts as what holds segments back. */
    private static final double BINDING = 0.8;
    /** After so many calls refused in a row it may be that nothing is taken any more, which teaches no limit. */
    private static final int ROW = 8;
    /** Segments of PutTraceSegments at most. */
    private static final double LEAST = 50;
    /** After probing: calls a second to begin with. */
    private static final double RAMP_CALLS = 10;
    /** With each call that is taken; ten calls are one second of X-Ray's own quota, where calls take 50 segments. */
    private static final double RAMP_GROWTH = 1.5;
    /** Segments a second; more than an account's quota is. */
    private static final double RAMP_END = 10_000;
    /** How far the pace may fall behind and still catch up. */
    private static final long CATCH_UP_NANOS = Duration.ofMillis(100).toNanos();
    private static final double NANOS = 1e9;
    /** How fast another share of throttles becomes the usual one. */
    private static final double LEARN = 0.2;
    /** Multiples of the golden section, less their whole parts, fill the room from 0 to 1 evenly and without a pattern. */
    private static final double GOLDEN_SECTION = (Math.sqrt(5) - 1) / 2;

    /** Segments a second. */
    private double limit = Double.POSITIVE_INFINITY;
    /** A second limit, while the rate grows after probing; else infinite. */
    private double ramp = Double.POSITIVE_INFINITY;
    /** The least of the limit, the ramp and the probes' rate. */
    private volatile double shown = Double.POSITIVE_INFINITY;
    private double usualShare;
    private RateWindow window = new RateWindow();
    private @Nullable RateTrial trial;
    private final Probing probing = new Probing();
    /** Whether calls were throttled at random so often, when probing began, that a row of throttles is likely now and then. */
    private boolean probedByChance;
    private int quietCalls;
    private double phase;
    private long paceNanos;

    /** Segments a second that are sent at most; infinite while no ceiling is known. Any thread. */
    public double limit() {
        return shown;
    }

    /** When the next call may start; {@code now} or earlier for at once, {@link Long#MAX_VALUE} while the outcome of a call is awaited. */
    public long nextNanos(long now) {
        return probing.isOn() ? probing.nextNanos() : paceNanos;
    }

    /** Segments that the next call may have. */
    public int mostSegments() {
        return probing.mostSegments();
    }

    /** A call with so many segments starts. One of the methods below must follow when it ends. */
    public void started(int segments, long now) {
        probing.started();
        window.started(segments, now);
        double perSecond = Math.min(limit, ramp);
        if (perSecond != Double.POSITIVE_INFINITY) {
            paceNanos = Math.max(paceNanos, now - CATCH_UP_NANOS) + (long) (unevenly() * segments * NANOS / perSecond);
        }
    }

    /**
     * From 0 to 2, and 1 on average. With even gaps a fast sender comes just when an empty quota has room for a batch again, and a slow one
     * always finds what is left, which is nothing.
     */
    private double unevenly() {
        phase = (phase + GOLDEN_SECTION) % 1;
        return 2 * phase;
    }

    /** A call was answered, and none of its segments was throttled. */
    public void accepted(int segments, long now) {
        taken(segments, now);
        window.answered(false, now);
        if (ramp != Double.POSITIVE_INFINITY) {
            ramp *= RAMP_GROWTH;
            if (ramp >= Math.min(limit, RAMP_END)) {
                ramp = Double.POSITIVE_INFINITY;
            }
        }
        decide(now);
        show();
    }

    /**
     * A call was throttled, or a part of its segments was.
     *
     * @param segments in the call
     * @param taken of them
     * @param retryAfter what the destination asked for, or null
     */
    public void throttled(int segments, int taken, @Nullable Duration retryAfter, long now) {
        if (taken > 0) {
            taken(segments, now);
        } else if (probing.refused(segments, shareByChance(), now)) {
            probe();
        }
        if (retryAfter != null && retryAfter.isPositive() && probing.asked(retryAfter.toNanos(), now)) {
            probe();
        }
        window.answered(true, now);
        stopRamp();
        decide(now);
        show();
    }

    /** A call ended without an answer, or with an answer that does not depend on the rate. */
    public void ended(long now) {
        probing.ended(now);
    }

    /** Of calls, those that chance may have throttled: the usual share, or the one that a trial is about. */
    private double shareByChance() {
        return trial == null ? usualShare : Math.max(usualShare, trial.share());
    }

    private void taken(int segments, long now) {
        if (probing.taken(segments)) {
            ramp = RAMP_CALLS * Math.min(segments, probing.mostSegments());
            window = new RateWindow();
            paceNanos = now;
        }
    }

    /** Probing does not change the limit, so the limit from before a running trial is restored. */
    private void probe() {
        probedByChance = shareByChance() > PLAIN;
        if (trial != null) {
            limit = trial.limitBefore();
            trial = null;
        }
        ramp = Double.POSITIVE_INFINITY;
        window = new RateWindow();
    }

    /** Ends the ramp at a throttle, because the quota is below the ramp. Throttles at the usual random rate do not end it. */
    private void stopRamp() {
        if (ramp != Double.POSITIVE_INFINITY && !probedByChance) {
            limit = Math.max(least(), ramp * MOST_STEP_DOWN);
            ramp = Double.POSITIVE_INFINITY;
            trial = null;
        }
    }

    private void show() {
        shown = probing.isOn() ? Math.min(limit, probing.segmentsPerSecond()) : Math.min(limit, ramp);
    }

    /** Segments a second: a full call a second, as full as calls may be now. Below that nothing could be learnt any more. */
    private double least() {
        return Math.min(LEAST, probing.mostSegments());
    }

    private boolean isLimited() {
        return limit != Double.POSITIVE_INFINITY;
    }

    private void decide(long now) {
        if (!window.over(now)) {
            return;
        }
        if (probing.isOn() || probing.refusedInARow() >= ROW) {
            return; // the window goes on until something is taken, or probing begins
        }
        quietCalls = window.throttledCalls() == 0 ? quietCalls + window.calls() : 0;
        boolean unusual = window.share() > tolerable();
        if (trial == null) {
            if (unusual) {
                begin(now);
            } else {
                asUsual(now);
            }
        } else if (!unusual && !trial.isConfirmed()) {
            trial = null;
            asUsual(now);
        } else {
            judge(trial, now);
        }
        window = new RateWindow();
    }

    /** The largest share of throttles that a window may show when nothing is unusual; a first limit wants more than a stray one. */
    private double tolerable() {
        double usual = isLimited() ? usualShare : Math.max(STRAY_SHARE, usualShare);
        return Math.max(LEAST_USUAL_SHARE, usual + DEVIATIONS * Math.sqrt(usual * (1 - usual) / window.calls()));
    }

    private void begin(long now) {
        trial = new RateTrial(limit, window, rate(now), least());
        if (usualShare <= LEAST_USUAL_SHARE && (isLimited() || window.share() > PLAIN)) {
            stepDown(trial, now);
        }
    }

    private void judge(RateTrial trial, long now) {
        trial.add(window, window.seconds(now), rate(now), trial.least() >= limit);
        switch (trial.verdict(mostAtCeiling())) {
            case OPEN -> goOn(trial, now);
            case CEILING -> {
                usualShare = 0;
                this.trial = null;
            }
            case CHANCE -> {
                limit = trial.limitBefore();
                usualShare = trial.share();
                this.trial = null;
            }
        }
    }

    /** The share of throttles that balances growth, twice: it is most for a gateway that has less than its part of a ceiling. */
    private double mostAtCeiling() {
        return LEAST_USUAL_SHARE + 2 * growth() / limit;
    }

    private void goOn(RateTrial trial, long now) {
        if (window.share() > LEAST_USUAL_SHARE) {
            stepDown(trial, now);
        } else {
            asUsual(now);
            if (limit >= 2 * trial.least()) {
                this.trial = null;
            }
        }
    }

    private void stepDown(RateTrial trial, long now) {
        if (isLimited()) {
            follow(now);
        } else {
            limit = rate(now) * Math.max(MOST_STEP_DOWN, 1 - window.share());
        }
        limit = Math.max(limit, trial.least());
    }

    private void follow(long now) {
        double seconds = Math.min(MOST_SECONDS, window.seconds(now));
        double change = 1 + (LEAST_USUAL_SHARE - window.share()) * seconds;
        double most = Math.max(MOST_STEP_DOWN, 1 - window.share());
        limit = limit * Math.max(most, change) + growth() * seconds;
    }

    private double growth() {
        return Math.min(MOST_GROWTH, GROWTH_OF_ROOT * Math.sqrt(limit));
    }

    /** Segments a second that were attempted. */
    private double rate(long now) {
        return Math.min(limit, window.attemptedPerSecond(now));
    }

    private void asUsual(long now) {
        boolean binding = window.attemptedPerSecond(now) >= BINDING * limit;
        // what is usual while nothing is held back is no ceiling's doing; at a ceiling only less can be
        if (!binding || window.share() < usualShare) {
            usualShare += LEARN * (window.share() - usualShare);
        }
        if (!binding) {
            return;
        }
        if (quietCalls >= QUIET_CALLS || usualShare > LEAST_USUAL_SHARE) {
            limit *= 1 + FAST_GROWTH * window.seconds(now);
        } else {
            follow(now);
        }
    }
}
