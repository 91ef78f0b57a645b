package dev.tracegate.identity;

import dev.tracegate.identity.Resolution.Pending;
import dev.tracegate.identity.Resolution.Refused;
import dev.tracegate.segment.RejectReason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Senders without an answer yet, oldest first, each with its address as the sources know it. Bounded, and for each address too. */
final class Waiters<T> {
    /** Each costs some 300 bytes, beside the datagrams held for it. */
    static final int MOST = 4_096;
    /** So that one task which opens a socket for each segment leaves room for the others. */
    static final int MOST_OF_ONE = 512;

    private final InstantSource clock;
    private final Map<InetSocketAddress, Waiter<T>> waiters = new LinkedHashMap<>();
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();

    record Waiter<T>(InetAddress address, Pending<T> pending) {}

    Waiters(InstantSource clock) {
        this.clock = clock;
    }

    /** The sender waits, from now on or already; refused where there is no room for it. */
    Resolution<T> await(InetSocketAddress sender, InetAddress address, long nowNanos) {
        var waiting = waiters.get(sender);
        if (waiting != null) {
            return waiting.pending();
        }
        if (waiters.size() >= MOST || byAddress.getOrDefault(address, 0) >= MOST_OF_ONE) {
            return new Refused<>(RejectReason.HOLD_FULL);
        }
        var pending = new Pending<T>(nowNanos, clock.millis());
        waiters.put(sender, new Waiter<>(address, pending));
        byAddress.merge(address, 1, Integer::sum);
        return pending;
    }

    void each(BiConsumer<InetSocketAddress, Waiter<T>> told) {
        waiters.forEach(told);
    }

    boolean has(InetAddress address) {
        return byAddress.containsKey(address);
    }

    boolean isEmpty() {
        return waiters.isEmpty();
    }

    /** Ends the wait of all for whom the judge has an answer. Who is told may ask again at once. */
    void end(BiFunction<InetSocketAddress, Waiter<T>, @Nullable Resolution<T>> judge) {
        var ends = new ArrayList<Runnable>();
        waiters.entrySet().removeIf(entry -> {
            var waiter = entry.getValue();
            var end = judge.apply(entry.getKey(), waiter);
            if (end == null) {
                return false;
            }
            byAddress.computeIfPresent(waiter.address(), (address, count) -> count == 1 ? null : count - 1);
            ends.add(() -> waiter.pending().end(end));
            return true;
        });
        ends.forEach(Runnable::run);
    }
}
