package dev.tracegate.aws.cache;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.LongSupplier;

/** The settings that the gateway's shared caches have in common. Each cache adds its bound and its expiry. */
public final class SharedCaches {
    private SharedCaches() {}

    /**
     * A builder of caches that count hits, misses and evictions, and that take the time from the gateway's clock. A cache maintains itself on the
     * thread that uses it (some microseconds now and then): Caffeine's default, the common pool, would start threads for it.
     *
     * @param nanoClock monotonic nanoseconds
     */
    public static Caffeine<Object, Object> builder(LongSupplier nanoClock) {
        return Caffeine.newBuilder().ticker(nanoClock::getAsLong).executor(Runnable::run).recordStats();
    }
}
