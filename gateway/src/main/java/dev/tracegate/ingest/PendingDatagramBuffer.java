package dev.tracegate.ingest;

import dev.tracegate.budget.SingleWriterCounter;
import dev.tracegate.identity.Resolution;
import dev.tracegate.identity.Resolution.Pending;
import dev.tracegate.ingest.source.TenantRateLimiter;
import dev.tracegate.segment.SourceKey;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds datagrams until their sender is resolved. Bounded in bytes in total, per sender (address and port) and per address, so that one sender
 * cannot take the room of all others. The ledger counts a datagram when it leaves the buffer, not before. Owned by one loop.
 */
final class PendingDatagramBuffer {
    /** Estimated bytes of objects per datagram, beside its content. */
    private static final int OVERHEAD = 64;
    /**
     * An address, with any number of senders, may hold at most about this many times the bytes that are still free; a sender at most as many as
     * are free.
     */
    private static final int TIMES_THE_REST = 3;

    private final long mostBytes;
    private final Map<SourceKey, Waiting> waiting = new LinkedHashMap<>();
    private final Map<SourceKey, Long> byAddress = new HashMap<>();
    private final SingleWriterCounter bytes = new SingleWriterCounter();

    /** A copy of a datagram with its time of arrival. */
    static final class Held {
        private final byte[] datagram;
        private final long receivedNanos;

        Held(byte[] datagram, long receivedNanos) {
            this.datagram = datagram;
            this.receivedNanos = receivedNanos;
        }

        byte[] datagram() {
            return datagram;
        }

        long receivedNanos() {
            return receivedNanos;
        }

        long cost() {
            return (long) datagram.length + OVERHEAD;
        }
    }

    /** Called for each datagram when it leaves. */
    interface Exit {
        void leave(InetSocketAddress source, Held datagram, Resolution<TenantRateLimiter> end);
    }

    private static final class Waiting {
        private final InetSocketAddress source;
        private final List<Held> datagrams = new ArrayList<>();
        private long bytes;

        Waiting(InetSocketAddress source) {
            this.source = source;
        }
    }

    /** @param mostBytes upper bound of the datagrams' bytes with their overhead; 0 holds nothing */
    PendingDatagramBuffer(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * Holds a copy until {@code pending} completes.
     *
     * @return false if there is no room
     */
    boolean keep(byte[] buffer, int length, InetSocketAddress source, long nowNanos,
            Pending<TenantRateLimiter> pending, Exit exit) {
        var held = new Held(Arrays.copyOf(buffer, length), nowNanos);
        var key = SourceKey.of(source);
        var address = SourceKey.of(source.getAddress());
        var known = waiting.get(key);
        long own = (known == null ? 0 : known.bytes) + held.cost();
        long left = mostBytes - bytes.get() - held.cost();
        if (left < 0 || own > left
                || byAddress.getOrDefault(address, 0L) / TIMES_THE_REST > left) {
            return false;
        }
        var entry = known == null ? begin(key, source, pending, exit) : known;
        entry.datagrams.add(held);
        entry.bytes = own;
        byAddress.merge(address, held.cost(), Long::sum);
        bytes.add(held.cost());
        return true;
    }

    private Waiting begin(SourceKey key, InetSocketAddress source, Pending<TenantRateLimiter> pending, Exit exit) {
        var entry = new Waiting(source);
        waiting.put(key, entry);
        pending.then(end -> leave(key, entry, end, exit));
        return entry;
    }

    private void leave(SourceKey key, Waiting entry, Resolution<TenantRateLimiter> end, Exit exit) {
        if (waiting.remove(key, entry)) {
            bytes.add(-entry.bytes);
            byAddress.computeIfPresent(SourceKey.of(entry.source.getAddress()),
                    (address, held) -> held == entry.bytes ? null : held - entry.bytes);
            entry.datagrams.forEach(held -> exit.leave(entry.source, held, end));
        }
    }

    /** Removes all datagrams and passes them to {@code exit} with this result. */
    void empty(Resolution<TenantRateLimiter> end, Exit exit) {
        List.copyOf(waiting.entrySet()).forEach(entry -> leave(entry.getKey(), entry.getValue(), end, exit));
    }

    /** Bytes held, with overhead. Any thread. */
    long bytes() {
        return bytes.get();
    }
}
