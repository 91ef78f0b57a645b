package dev.tracegate.aws;

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
public record TimeAndChance(InstantSource clock, LongSupplier nanoClock, RandomGenerator random) {

    /** The same with dice that any thread may throw. */
    TimeAndChance shared() {
        RandomGenerator one = random;
        RandomGenerator guarded = () -> {
            synchronized (one) {
                return one.nextLong();
            }
        };
        return new TimeAndChance(clock, nanoClock, guarded);
    }
}
