package dev.tracegate.retry;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** One gateway with a bounded backlog, batches of 50 segments, bounded calls in flight and retries with backoff. */
final class SimulatedGateway {
    static final int BATCH = 50;
    private static final long MILLI = 1_000_000;
    private static final int MOST_IN_FLIGHT = 32;
    private static final int MOST_WAITING = 100;
    private static final double BUFFER = 40_000;
    private static final int MOST_LATENCY_MILLIS = 20;
    /** The mean number of steps between two pauses, which simulate a garbage collection or another process. */
    private static final int PAUSE_EVERY = 2_000;
    private static final int MOST_PAUSE_MILLIS = 150;

    private final SendRate rate = new SendRate();
    private final SimulatedAccount account;
    private final Backoff backoff;
    private final double perMilli;
    private final PriorityQueue<Call> inFlight = new PriorityQueue<>(Comparator.comparingLong(Call::atNanos));
    private final PriorityQueue<Call> waiting = new PriorityQueue<>(Comparator.comparingLong(Call::atNanos));
    private double backlog;
    private long pausedUntil;
    private long calls;
    private long refused;
    private long accepted;

    /** @param atNanos the time of its answer or of its retry */
    private record Call(int segments, int retries, boolean taken, long atNanos) {}

    SimulatedGateway(SimulatedAccount account, double perSecond) {
        this.account = account;
        this.backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), account.random);
        this.perMilli = perSecond / 1_000;
        this.pausedUntil = Long.MIN_VALUE;
    }

    void step(long now) {
        backlog = Math.min(BUFFER, backlog + 2 * perMilli * account.random.nextDouble());
        if (now < pausedUntil) {
            return;
        }
        if (account.random.nextInt(PAUSE_EVERY) == 0) {
            pausedUntil = now + account.random.nextInt(MOST_PAUSE_MILLIS) * MILLI;
        }
        while (!inFlight.isEmpty() && inFlight.peek().atNanos <= now) {
            answered(inFlight.remove(), now);
        }
        while (inFlight.size() < MOST_IN_FLIGHT && rate.nextNanos(now) <= now && hasDueBatch(now)) {
            start(now);
        }
    }

    private boolean hasDueBatch(long now) {
        return retryIsDue(now) || (waiting.size() < MOST_WAITING && backlog >= BATCH);
    }

    private boolean retryIsDue(long now) {
        return !waiting.isEmpty() && waiting.peek().atNanos <= now;
    }

    /** Splits a batch that is larger than a call may be; the remainder waits for the next step. */
    private void start(long now) {
        var next = retryIsDue(now) ? waiting.remove() : new Call(BATCH, 0, false, now);
        if (next.retries == 0) {
            backlog -= next.segments;
        }
        int segments = Math.min(next.segments, rate.mostSegments());
        if (segments < next.segments) {
            waiting.add(new Call(next.segments - segments, Math.max(1, next.retries), false, now));
        }
        rate.started(segments, now);
        long latency = (1 + account.random.nextInt(MOST_LATENCY_MILLIS)) * MILLI;
        inFlight.add(new Call(segments, next.retries, account.takes(segments), now + latency));
    }

    private void answered(Call call, long now) {
        calls++;
        if (call.taken) {
            accepted += call.segments;
            rate.accepted(call.segments, now);
        } else {
            refused++;
            rate.throttled(call.segments, 0, null, now);
            int retries = call.retries + 1;
            waiting.add(new Call(call.segments, retries, false, now + backoff.before(retries).toNanos()));
        }
    }

    void forget() {
        calls = refused = accepted = 0;
    }

    /** Accepted segments. */
    long accepted() {
        return accepted;
    }

    long calls() {
        return calls;
    }

    long refused() {
        return refused;
    }

    int mostSegments() {
        return rate.mostSegments();
    }

    double limit() {
        return rate.limit();
    }

    /** Segments that were not accepted yet. */
    double waiting() {
        return backlog + waiting.stream().mapToInt(Call::segments).sum()
                + inFlight.stream().mapToInt(Call::segments).sum();
    }

    @Override
    public String toString() {
        return "%d accepted of %d, limit %.0f".formatted(accepted(), calls * BATCH, rate.limit());
    }
}
