package dev.tracegate.retry;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** One gateway: a bounded backlog that its load fills, batches of 50, so many calls under way, refused ones again after a wait. */
final class SimulatedGateway {
    static final int BATCH = 50;
    private static final long MILLI = 1_000_000;
    private static final int MOST_IN_FLIGHT = 32;
    private static final int MOST_WAITING = 100;
    private static final double BUFFER = 40_000;
    private static final int MOST_LATENCY_MILLIS = 20;
    /** Once in so many looks it looks up late: a collection of garbage, another process on the core. */
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

    /** @param atNanos when it is answered, or comes again */
    private record Call(int retries, boolean taken, long atNanos) {}

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
        while (inFlight.size() < MOST_IN_FLIGHT && rate.nextNanos(now) <= now && somethingIsDue(now)) {
            start(retryIsDue(now) ? waiting.remove().retries : 0, now);
        }
    }

    private boolean somethingIsDue(long now) {
        return retryIsDue(now) || (waiting.size() < MOST_WAITING && backlog >= BATCH);
    }

    private boolean retryIsDue(long now) {
        return !waiting.isEmpty() && waiting.peek().atNanos <= now;
    }

    private void start(int retries, long now) {
        if (retries == 0) {
            backlog -= BATCH;
        }
        rate.started(BATCH, now);
        long latency = (1 + account.random.nextInt(MOST_LATENCY_MILLIS)) * MILLI;
        inFlight.add(new Call(retries, account.takes(BATCH), now + latency));
    }

    private void answered(Call call, long now) {
        calls++;
        if (call.taken) {
            rate.accepted(BATCH, now);
        } else {
            refused++;
            rate.throttled(0, null, now);
            int retries = call.retries + 1;
            waiting.add(new Call(retries, false, now + backoff.before(retries).toNanos()));
        }
    }

    void forget() {
        calls = refused = 0;
    }

    /** Segments. */
    long accepted() {
        return (calls - refused) * BATCH;
    }

    long calls() {
        return calls;
    }

    long refused() {
        return refused;
    }

    double limit() {
        return rate.limit();
    }

    /** Segments that came and were not yet taken. */
    double waiting() {
        return backlog + (double) BATCH * (waiting.size() + inFlight.size());
    }

    @Override
    public String toString() {
        return "%d accepted of %d, limit %.0f".formatted(accepted(), calls * BATCH, rate.limit());
    }
}
