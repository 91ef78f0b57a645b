package dev.tracegate.budget;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A fixed number of bytes that several holders share: what is reserved never exceeds the limit. Reserve before the bytes are held, release
 * when they are dropped. Safe for use by any thread; no call blocks.
 */
public final class ByteBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    /**
     * @param limit bytes, more than 0
     * @throws IllegalArgumentException if the limit is 0 or negative
     */
    public ByteBudget(long limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("a byte budget must be more than 0 bytes, was " + limit);
        }
        this.limit = limit;
    }

    /**
     * Reserves all of the bytes or none of them.
     *
     * @param bytes 0 or more
     * @return false if they would exceed the limit; the refusal is counted
     */
    public boolean tryReserve(long bytes) {
        long before = used.get();
        while (bytes <= limit - before) {
            if (used.compareAndSet(before, before + bytes)) {
                return true;
            }
            before = used.get();
        }
        refused.incrementAndGet();
        return false;
    }

    /** @param bytes reserved before, and released once only */
    public void release(long bytes) {
        used.addAndGet(-bytes);
    }

    /** Bytes. */
    public long limit() {
        return limit;
    }

    /** Bytes reserved at the moment; 0 to {@link #limit}. */
    public long used() {
        return used.get();
    }

    /** Reservations refused since the start. */
    public long refused() {
        return refused.get();
    }
}
