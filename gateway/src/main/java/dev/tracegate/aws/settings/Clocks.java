package dev.tracegate.aws.settings;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The clocks and the dice the edge runs by.
 *
 * @param clock wall time, for signatures and expiries
 * @param nanoClock monotonic, for time limits
 * @param random for jitter; called under a lock
 */
public record Clocks(InstantSource clock, LongSupplier nanoClock, RandomGenerator random) {

    /** The same with dice that any thread may throw. */
    public Clocks shared() {
        RandomGenerator one = random;
        RandomGenerator guarded = () -> {
            synchronized (one) {
                return one.nextLong();
            }
        };
        return new Clocks(clock, nanoClock, guarded);
    }
}
