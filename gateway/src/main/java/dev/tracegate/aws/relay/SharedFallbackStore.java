package dev.tracegate.aws.relay;

import com.github.benmanes.caffeine.cache.Cache;
import dev.tracegate.aws.cache.SharedCaches;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * Keeps the last good answers of all tenants' relays within one bound in bytes. Beyond it the answers of tenants that call the least are
 * dropped; while X-Ray is away, such a tenant receives the Default rule. Any thread.
 */
public final class SharedFallbackStore {
    /** Bytes for all tenants: 500 with X-Ray's largest set of 25 rules (15 kB), thousands with the usual few. */
    static final long MAX_BYTES = 8L * 1024 * 1024;
    /** SDKs call every 10 s, so a relay without a call for this long has no SDK any more. */
    private static final Duration IDLE = Duration.ofHours(1);

    private final Cache<Object, LastGoodAnswers> answers;

    /** @param nanoClock monotonic nanoseconds */
    public SharedFallbackStore(LongSupplier nanoClock) {
        this.answers = SharedCaches.builder(nanoClock)
                .maximumWeight(MAX_BYTES)
                .weigher((Object relay, LastGoodAnswers last) -> last.bytes())
                .expireAfterAccess(IDLE)
                .build();
    }

    /** A store for one more relay; its answers count in the shared bound. */
    public FallbackStore open() {
        var relay = new Object();
        return new FallbackStore() {
            @Override
            public LastGoodAnswers get() {
                var last = answers.getIfPresent(relay);
                return last == null ? LastGoodAnswers.NONE : last;
            }

            @Override
            public void update(UnaryOperator<LastGoodAnswers> change) {
                answers.asMap()
                        .compute(relay, (same, last) -> change.apply(last == null ? LastGoodAnswers.NONE : last));
            }
        };
    }

    /** For its meters. */
    public Cache<?, ?> cache() {
        return answers;
    }
}
