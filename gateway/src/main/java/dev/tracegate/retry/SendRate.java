package dev.tracegate.retry;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Estimates how many segments per second a destination accepts, from the calls that it throttles. X-Ray has one quota for each account and Region,
 * which all senders share, and does not report how much of it is left. The estimated limit follows these rules:
 *
 * <ul>
 * <li>Without throttles there is no limit. When two windows in a row have more throttles than usual, the accepted rate becomes the limit.
 * <li>Each window then lowers the limit in proportion to its share of throttled calls. The limit also grows continuously, so that it is in balance
 * at a few throttles in a hundred calls: just above the quota, with no part of the quota unused.
 * <li>A small limit grows by a larger part of itself than a large one, so that several gateways with one quota converge to similar shares.
 * <li>If far fewer attempts are throttled as often as before, the rate was not the cause: the earlier limit is restored, and that share of
 * throttles counts as usual from then on ({@link RateTrial}). When calls are refused at random, more attempts deliver more segments.
 * </ul>
 *
 * If no call is accepted, or the destination asks for a wait, it is only probed ({@link Probing}), which does not change the limit. After
 * the first accepted probe, each accepted call raises the rate until a call is throttled or the limit is reached.
 *
 * <p>Owned by one loop; times are nanoseconds of the gateway's monotonic clock.
 */
public final class SendRate {
    /** Share of throttled calls that is always tolerated: the cost of a limit just above the quota, and of occasional random throttles. */
    private static final double LEAST_USUAL_SHARE = 0.03;
    /** Standard deviations above the usual share that still count as chance. Chance alone exceeds them in about one of a hundred windows. */
    private static final double DEVIATIONS = 2.5;
    /** Share of throttled calls that needs no second window as confirmation. */
    private static final double OBVIOUS_SHARE = 0.4;
    /** Share of throttled calls that does not set a first limit. */
    private static final double STRAY_SHARE = 0.05;
    /** Growth of the limit in segments per second, each second, at most. */
    private static final double MOST_GROWTH = 30;
    /** Growth as a multiple of the square root of the limit: a small limit grows more slowly, so that throttles stay rare. */
    private static final double GROWTH_OF_ROOT = 1.2;
    /** Calls in a row without a throttle after which the limit grows faster: at an unchanged quota one of them would have been throttled. */
    private static final int QUIET_CALLS = 100;
    /** Faster growth, as a share of the limit per second. */
    private static final double FAST_GROWTH = 0.1;
    /** The limit is at most halved in one step, because another sender may cause half of the throttles in a window. */
    private static final double MOST_STEP_DOWN = 0.5;
    /** A window counts as at most this long, because that of a slow sender lasts longer. */
    private static final double MOST_SECONDS = 2;
    /** Share of the limit from which the attempts count as restricted by it. */
    private static final double BINDING = 0.8;
    /** Refused calls in a row after which the destination may accept nothing at all; such a window does not inform the limit. */
    private static final int MAX_REFUSED_IN_A_ROW = 8;
    /** Lowest limit in segments per second: one full PutTraceSegments call per second. */
    private static final double LEAST = 50;
    /** Rate at the start of the ramp after probing, in calls per second. */
    private static final double RAMP_CALLS = 10;
    /** Factor for each accepted call: with 50 segments a call, the ramp ends after eight calls. */
    private static final double RAMP_GROWTH = 1.5;
    /** End of the ramp in segments per second; above the quota of an account. */
    private static final double RAMP_END = 10_000;
    /** How far the schedule of calls may fall behind and still be caught up with. */
    private static final long CATCH_UP_NANOS = Duration.ofMillis(100).toNanos();
    private static final double NANOS = 1e9;
    /** Weight of one window in the moving average of the usual share. */
    private static final double LEARN = 0.2;
    /** The fractional parts of its multiples are spread evenly from 0 to 1 and do not repeat. */
    private static final double GOLDEN_SECTION = (Math.sqrt(5) - 1) / 2;

    /** Segments a second. */
    private double limit = Double.POSITIVE_INFINITY;
    /** A second limit, while the rate grows after probing; else infinite. */
    private double ramp = Double.POSITIVE_INFINITY;
    /** The lowest of limit, ramp and rate of the probes, for readers on other threads. */
    private volatile double effectiveLimit = Double.POSITIVE_INFINITY;
    private double usualShare;
    private RateWindow window = new RateWindow();
    private @Nullable RateTrial trial;
    private final Probing probing = new Probing();
    /** Whether calls were throttled at random so often, when probing began, that a row of throttles is likely now and then. */
    private boolean probedByChance;
    private int quietCalls;
    private double phase;
    private long paceNanos;

    /** Highest rate in segments per second; infinite while no limit is known. Any thread. */
    public double limit() {
        return effectiveLimit;
    }

    /**
     * Earliest start of the next call: {@code now} or earlier if it may start at once, {@link Long#MAX_VALUE} while the result of a probe
     * is awaited.
     */
    public long nextNanos(long now) {
        return probing.isOn() ? probing.nextNanos() : paceNanos;
    }

    /** Most segments that the next call may have. */
    public int mostSegments() {
        return probing.mostSegments();
    }

    /** A call starts. When it ends, exactly one of {@link #accepted}, {@link #throttled} and {@link #ended} must follow. */
    public void started(int segments, long now) {
        probing.started();
        window.started(segments, now);
        double perSecond = Math.min(limit, ramp);
        if (perSecond != Double.POSITIVE_INFINITY) {
            paceNanos = Math.max(paceNanos, now - CATCH_UP_NANOS) + (long) (gapFactor() * segments * NANOS / perSecond);
        }
    }

    /**
     * Factor of the gap between two calls: 0 to 2, and 1 on average. With even gaps a fast sender would always call just when the used-up quota has
     * room for a batch again, and a slow sender would always find the quota used up.
     */
    private double gapFactor() {
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
        publishLimit();
    }

    /**
     * A call was throttled, or a part of its segments was.
     *
     * @param segments segments in the call
     * @param taken segments of it that were accepted
     * @param retryAfter the wait that the destination asked for; null if it did not
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
        publishLimit();
    }

    /** A call ended without an answer, or with an answer that does not depend on the rate. */
    public void ended(long now) {
        probing.ended(now);
    }

    /** Share of calls that may be throttled by chance: the usual share, or a larger one that a trial examines. */
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
        probedByChance = shareByChance() > OBVIOUS_SHARE;
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

    private void publishLimit() {
        effectiveLimit = probing.isOn() ? Math.min(limit, probing.segmentsPerSecond()) : Math.min(limit, ramp);
    }

    /** Lowest limit in segments per second: one call of the permitted size per second. Fewer calls would not show whether the quota has changed. */
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
        if (probing.isOn() || probing.refusedInARow() >= MAX_REFUSED_IN_A_ROW) {
            return; // the window continues until a call is accepted or probing begins
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

    /** The largest share of throttles in a window that does not count as unusual. A first limit needs more than {@link #STRAY_SHARE}. */
    private double tolerable() {
        double usual = isLimited() ? usualShare : Math.max(STRAY_SHARE, usualShare);
        return Math.max(LEAST_USUAL_SHARE, usual + DEVIATIONS * Math.sqrt(usual * (1 - usual) / window.calls()));
    }

    private void begin(long now) {
        trial = new RateTrial(limit, window, rate(now), least());
        if (usualShare <= LEAST_USUAL_SHARE && (isLimited() || window.share() > OBVIOUS_SHARE)) {
            stepDown(trial, now);
        }
    }

    private void judge(RateTrial trial, long now) {
        trial.add(window, window.seconds(now), rate(now), trial.least() >= limit);
        switch (trial.verdict(mostAtCeiling())) {
            case OPEN -> continueTrial(trial, now);
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

    /** Twice the share of throttles that balances growth, because a gateway with less than its part of the quota sees more throttles. */
    private double mostAtCeiling() {
        return LEAST_USUAL_SHARE + 2 * growth() / limit;
    }

    private void continueTrial(RateTrial trial, long now) {
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

    /** Attempted rate in segments per second. */
    private double rate(long now) {
        return Math.min(limit, window.attemptedPerSecond(now));
    }

    private void asUsual(long now) {
        boolean binding = window.attemptedPerSecond(now) >= BINDING * limit;
        // if the limit does not restrict the attempts, the quota is not the cause of the throttles; else the usual share may only fall
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
