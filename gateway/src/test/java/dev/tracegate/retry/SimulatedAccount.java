package dev.tracegate.retry;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * An account with a quota in segments per second and a burst of one second, and the gateways that share it. Time advances in steps of 1 ms.
 * The latency of a call, the pauses of a gateway and additional throttles are
 * random.
 */
final class SimulatedAccount {
    private static final long MILLI = 1_000_000;

    final Random random;
    private final List<SimulatedGateway> gateways = new ArrayList<>();
    private double quota = Double.POSITIVE_INFINITY;
    private double tokens;
    private double refusedByChance;
    private long now = 60_000 * MILLI;

    SimulatedAccount(long seed) {
        this.random = new Random(seed);
    }

    /** Sets the quota; the bucket is full, like that of an idle account. */
    SimulatedAccount grants(double segmentsPerSecond) {
        quota = segmentsPerSecond;
        tokens = segmentsPerSecond;
        return this;
    }

    SimulatedAccount refusesByChance(double share) {
        refusedByChance = share;
        return this;
    }

    SimulatedGateway gateway(double segmentsPerSecond) {
        var gateway = new SimulatedGateway(this, segmentsPerSecond);
        gateways.add(gateway);
        return gateway;
    }

    List<SimulatedGateway> gateways(int count, double segmentsPerSecond) {
        for (int i = 0; i < count; i++) {
            gateway(segmentsPerSecond);
        }
        return gateways;
    }

    /** Runs for some seconds and then resets the counts. */
    void settle(int seconds) {
        run(seconds);
        gateways.forEach(SimulatedGateway::forget);
    }

    void run(int seconds) {
        for (long end = now + seconds * 1_000L * MILLI; now < end; now += MILLI) {
            tokens = Double.isInfinite(quota) ? tokens : Math.min(quota, tokens + quota / 1_000);
            int first = random.nextInt(gateways.size());
            for (int i = 0; i < gateways.size(); i++) {
                gateways.get((first + i) % gateways.size()).step(now);
            }
        }
    }

    boolean takes(int segments) {
        if (random.nextDouble() < refusedByChance) {
            return false;
        }
        if (Double.isInfinite(quota)) {
            return true;
        }
        if (tokens < segments) {
            return false;
        }
        tokens -= segments;
        return true;
    }

    long accepted() {
        return gateways.stream().mapToLong(SimulatedGateway::accepted).sum();
    }

    double refusedShare() {
        return gateways.stream().mapToLong(SimulatedGateway::refused).sum()
                / (double) gateways.stream().mapToLong(SimulatedGateway::calls).sum();
    }

    @Override
    public String toString() {
        return "%.3f refused; %s".formatted(refusedShare(), gateways);
    }
}
