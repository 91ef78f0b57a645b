package dev.tracegate.aws.credentials;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Things made when first asked for, one a key, and dropped when nobody has asked for a while. Safe from any thread. */
public final class ExpiringMap<K, V> {
    private final Map<K, Used<V>> held = new ConcurrentHashMap<>();
    private final long idle;
    private final LongSupplier nanoClock;

    private record Used<V>(V value, long at) {}

    public ExpiringMap(Duration idle, LongSupplier nanoClock) {
        this.idle = idle.toNanos();
        this.nanoClock = nanoClock;
    }

    /**
     * The map's own atomic steps see to it that a thing which is dropped is not the one given out. The clock is read within the step: of two
     * who ask at once, the later must not leave the earlier's time.
     */
    public V get(K key, Function<K, V> maker) {
        return held.compute(key,
                (same, used) -> new Used<>(used == null ? maker.apply(same) : used.value, nanoClock.getAsLong())).value;
    }

    /** Without keeping it from being dropped. */
    Optional<V> peek(K key) {
        return Optional.ofNullable(held.get(key)).map(Used::value);
    }

    /** Drops what is idle. */
    public void sweep() {
        held.keySet()
                .forEach(key -> held.computeIfPresent(key,
                        (same, used) -> nanoClock.getAsLong() - used.at > idle ? null : used));
    }

    int size() {
        return held.size();
    }
}
