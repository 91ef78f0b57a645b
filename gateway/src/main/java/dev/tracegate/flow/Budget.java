package dev.tracegate.flow;

/** The bytes that segments may take in memory, from arrival to their end. Written by one loop; read by any thread. */
public final class Budget {
    private final long limit;
    private final Count used = new Count();

    /** @param limit bytes, more than 0 */
    public Budget(long limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("memory.buffer must be more than 0 bytes, was " + limit);
        }
        this.limit = limit;
    }

    /** Takes the bytes, or nothing where they do not fit. */
    boolean take(long bytes) {
        if (used.get() + bytes > limit) {
            return false;
        }
        used.add(bytes);
        return true;
    }

    void release(long bytes) {
        used.add(-bytes);
    }

    public long limit() {
        return limit;
    }

    public long used() {
        return used.get();
    }
}
