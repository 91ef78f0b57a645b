package dev.tracegate.identity;

import dev.tracegate.identity.Resolution.Pending;
import dev.tracegate.identity.Resolution.Refused;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.segment.SourceKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Senders without an answer yet, oldest first, each with its address as the sources know it. Bounded, and for each address too. */
public final class PendingSenders<T> {
    /** Each costs some 300 bytes, beside the datagrams held for it. */
    public static final int MOST = 4_096;
    /** So that one task which opens a socket for each segment leaves room for the others. */
    static final int MOST_OF_ONE = 512;

    private final InstantSource clock;
    private final Map<SourceKey, Waiter<T>> waiters = new LinkedHashMap<>();
    private final Map<SourceKey, Integer> byAddress = new HashMap<>();

    /** @param address of the sender, in the form that the sources use */
    public record Waiter<T>(InetSocketAddress sender, InetAddress address, Pending<T> pending) {

        /** The sender with that address. */
        public InetSocketAddress plain() {
            return new InetSocketAddress(address, sender.getPort());
        }
    }

    public PendingSenders(InstantSource clock) {
        this.clock = clock;
    }

    /** The sender waits, from now on or already; refused where there is no room for it. */
    public Resolution<T> await(InetSocketAddress sender, InetAddress address, long nowNanos) {
        var key = SourceKey.of(sender);
        var ofAddress = SourceKey.of(address);
        var waiting = waiters.get(key);
        if (waiting != null) {
            return waiting.pending();
        }
        if (waiters.size() >= MOST || byAddress.getOrDefault(ofAddress, 0) >= MOST_OF_ONE) {
            return new Refused<>(RejectReason.HOLD_FULL);
        }
        var pending = new Pending<T>(nowNanos, clock.millis());
        waiters.put(key, new Waiter<>(sender, address, pending));
        byAddress.merge(ofAddress, 1, Integer::sum);
        return pending;
    }

    public void each(Consumer<Waiter<T>> action) {
        waiters.values().forEach(action);
    }

    boolean has(InetAddress address) {
        return byAddress.containsKey(SourceKey.of(address));
    }

    public boolean isEmpty() {
        return waiters.isEmpty();
    }

    /** Ends the wait of every sender that {@code judge} has a resolution for. A listener may call {@link #await} again at once. */
    public void end(Function<Waiter<T>, @Nullable Resolution<T>> judge) {
        var ends = new ArrayList<Runnable>();
        waiters.values().removeIf(waiter -> {
            var end = judge.apply(waiter);
            if (end == null) {
                return false;
            }
            byAddress.computeIfPresent(SourceKey.of(waiter.address()),
                    (address, count) -> count == 1 ? null : count - 1);
            ends.add(() -> waiter.pending().end(end));
            return true;
        });
        ends.forEach(Runnable::run);
    }
}
