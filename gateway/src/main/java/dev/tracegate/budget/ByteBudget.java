package dev.tracegate.budget;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of bytes that several holders share: what is reserved never exceeds the limit. Reserve before the bytes are held, release
 * when they are dropped. Safe for use by any thread; no call blocks.
 */
public final class ByteBudget {
    private final long limit;
    private final @Nullable ByteBudget parent;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    /**
     * @param limit bytes, more than 0
     * @throws IllegalArgumentException if the limit is 0 or negative
     */
    public ByteBudget(long limit) {
        this(limit, null);
    }

    private ByteBudget(long limit, @Nullable ByteBudget parent) {
        if (limit <= 0) {
            throw new IllegalArgumentException("a byte budget must be more than 0 bytes, was " + limit);
        }
        this.limit = limit;
        this.parent = parent;
    }

    /**
     * A part of this budget with a limit of its own: what is reserved there counts here too. Holders of one part cannot use the rest.
     *
     * @param most bytes, more than 0 and at most the limit of this budget
     * @throws IllegalArgumentException if {@code most} is outside of that
     */
    public ByteBudget part(long most) {
        if (most > limit) {
            throw new IllegalArgumentException("a part of " + limit + " bytes cannot have " + most);
        }
        return new ByteBudget(most, this);
    }

    /**
     * Reserves all of the bytes or none of them.
     *
     * @param bytes 0 or more
     * @return false if they would exceed the limit; the refusal is counted
     */
    public boolean tryReserve(long bytes) {
        boolean reserved = take(bytes);
        if (reserved && parent != null && !parent.tryReserve(bytes)) {
            used.addAndGet(-bytes);
            reserved = false;
        }
        if (!reserved) {
            refused.incrementAndGet();
        }
        return reserved;
    }

    private boolean take(long bytes) {
        long before = used.get();
        while (bytes <= limit - before) {
            if (used.compareAndSet(before, before + bytes)) {
                return true;
            }
            before = used.get();
        }
        return false;
    }

    /** @param bytes reserved before, and released once only */
    public void release(long bytes) {
        used.addAndGet(-bytes);
        if (parent != null) {
            parent.release(bytes);
        }
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
