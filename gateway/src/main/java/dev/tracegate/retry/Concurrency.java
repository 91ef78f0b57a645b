package dev.tracegate.retry;

import java.time.Duration;

/**
 * How many calls may be in flight at once. By Little's law a rate needs rate × latency of them: 100 calls a second need one if a call takes
 * 10 ms, and twenty if it takes 200 ms. While all permitted calls are in use, the limit doubles; it keeps the new value only if throughput
 * rose, and otherwise returns to the old one and pauses. Confined to one event loop; times are nanoseconds of the gateway's monotonic
 * clock.
 */
public final class Concurrency {
    /** Long enough to tell a change of throughput from chance. */
    private static final long SHORTEST_WINDOW_NANOS = Duration.ofMillis(500).toNanos();
    /** Factor of throughput that justifies a doubled limit. Twice the calls can at best double the throughput; a quarter of that gain is enough. */
    private static final double MIN_GAIN = 1.25;
    /** Windows before the next increase, after one that did not raise the throughput. */
    private static final int PAUSE_WINDOWS = 20;

    private final int least;
    private final int most;
    private int limit;
    private Window window;
    private int limitBefore;
    private double rateBefore;
    private int pauseWindows;

    /** The measurements since the last decision. */
    private static final class Window {
        private final long startNanos;
        private int calls;
        private long latencyNanos;
        private boolean allInUse;
        private boolean failed;

        Window(long startNanos) {
            this.startNanos = startNanos;
        }

        /** A window lasts at least two latencies, since its first calls started under the previous limit. */
        boolean over(long now) {
            long latency = calls == 0 ? 0 : latencyNanos / calls;
            return now - startNanos >= Math.max(SHORTEST_WINDOW_NANOS, 2 * latency);
        }

        double rate(long now) {
            return calls / (double) Math.max(1, now - startNanos);
        }
    }

    /**
     * Starts with the least limit.
     *
     * @param least 1 or more
     * @param most at least {@code least}
     */
    public Concurrency(int least, int most) {
        this.least = least;
        this.most = most;
        this.limit = least;
        this.limitBefore = least;
        this.window = new Window(0);
    }

    /** Calls that may be in flight. */
    public int limit() {
        return limit;
    }

    /**
     * A call was answered.
     *
     * @param inFlight calls in flight, including this one
     */
    public void answered(Duration took, int inFlight, long now) {
        window.calls++;
        window.latencyNanos += took.toNanos();
        window.allInUse |= inFlight >= limit;
        decide(now);
    }

    /** A call was not answered: too slow, or cut off. The limit is halved, because the service may be able to do fewer calls at once. */
    public void failed(long now) {
        if (!window.failed) {
            limit = Math.max(least, limit / 2);
            limitBefore = limit;
            pauseWindows = PAUSE_WINDOWS;
        }
        window.failed = true;
        decide(now);
    }

    private void decide(long now) {
        if (!window.over(now)) {
            return;
        }
        double rate = window.rate(now);
        boolean stepped = limit > limitBefore;
        if (!window.allInUse) {
            limitBefore = limit = Math.max(least, limit - Math.max(1, limit / 8));
        } else if (stepped && rate < rateBefore * (1 + (MIN_GAIN - 1) * (limit / (double) limitBefore - 1))) {
            limit = limitBefore;
            pauseWindows = PAUSE_WINDOWS;
        } else if (--pauseWindows < 0) {
            limitBefore = limit;
            rateBefore = rate;
            limit = Math.min(most, 2 * limit);
        } else {
            limitBefore = limit;
        }
        window = new Window(now);
    }
}
