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

/** Senders that wait for their owner, oldest first, each with its address in the form that the sources use. Bounded in total and per address. */
public final class PendingSenders<T> {
    /** Each costs some 300 bytes, beside the datagrams held for it. */
    public static final int MOST = 4_096;
    /** For one address: a task that opens a socket for each segment must leave room for others. */
    static final int MOST_OF_ONE = 512;

    private final InstantSource clock;
    private final Map<SourceKey, PendingSender<T>> senders = new LinkedHashMap<>();
    private final Map<SourceKey, Integer> byAddress = new HashMap<>();

    /** @param address of the sender, in the form that the sources use */
    public record PendingSender<T>(InetSocketAddress sender, InetAddress address, Pending<T> pending) {

        /** The sender with that address. */
        public InetSocketAddress plain() {
            return new InetSocketAddress(address, sender.getPort());
        }
    }

    public PendingSenders(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Adds a sender, unless it waits already.
     *
     * @return its pending resolution; refused if a bound is reached
     */
    public Resolution<T> await(InetSocketAddress sender, InetAddress address, long nowNanos) {
        var key = SourceKey.of(sender);
        var ofAddress = SourceKey.of(address);
        var waiting = senders.get(key);
        if (waiting != null) {
            return waiting.pending();
        }
        if (senders.size() >= MOST || byAddress.getOrDefault(ofAddress, 0) >= MOST_OF_ONE) {
            return new Refused<>(RejectReason.HOLD_FULL);
        }
        var pending = new Pending<T>(nowNanos, clock.millis());
        senders.put(key, new PendingSender<>(sender, address, pending));
        byAddress.merge(ofAddress, 1, Integer::sum);
        return pending;
    }

    public void each(Consumer<PendingSender<T>> action) {
        senders.values().forEach(action);
    }

    boolean has(InetAddress address) {
        return byAddress.containsKey(SourceKey.of(address));
    }

    public boolean isEmpty() {
        return senders.isEmpty();
    }

    /** Ends the wait of every sender for which {@code judge} returns a resolution. A listener may call {@link #await} at once. */
    public void end(Function<PendingSender<T>, @Nullable Resolution<T>> judge) {
        var ends = new ArrayList<Runnable>();
        senders.values().removeIf(waiting -> {
            var end = judge.apply(waiting);
            if (end == null) {
                return false;
            }
            byAddress.computeIfPresent(SourceKey.of(waiting.address()),
                    (address, count) -> count == 1 ? null : count - 1);
            ends.add(() -> waiting.pending().end(end));
            return true;
        });
        ends.forEach(Runnable::run);
    }
}
