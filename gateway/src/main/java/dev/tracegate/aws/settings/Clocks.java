package dev.tracegate.aws.settings;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The sources of time and chance of the AWS clients.
 *
 * @param clock wall time, for signatures and expiries
 * @param nanoClock monotonic nanoseconds, for time limits
 * @param random for jitter; may be confined to one thread until {@link #withSynchronizedRandom}
 */
public record Clocks(InstantSource clock, LongSupplier nanoClock, RandomGenerator random) {

    /** The same clocks with a random generator that any thread may use. */
    public Clocks withSynchronizedRandom() {
        RandomGenerator original = random;
        RandomGenerator guarded = () -> {
            synchronized (original) {
                return original.nextLong();
            }
        };
        return new Clocks(clock, nanoClock, guarded);
    }
}
