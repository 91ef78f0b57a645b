package dev.tracegate.budget;

/**
 * The bytes of one growing buffer in a {@link ByteBudget}. They are reserved in powers of two, as the buffer's array grows by doubling.
 * Confined to one thread at a time.
 */
public final class Reservation implements AutoCloseable {
    /** Smallest array of a buffer. */
    private static final long MIN_BYTES = 1024;

    private final ByteBudget budget;
    private long reserved;

    public Reservation(ByteBudget budget) {
        this.budget = budget;
    }

    /**
     * Reserves what a buffer of so many bytes takes.
     *
     * @return false if the budget is exhausted; what was reserved before stays
     */
    public boolean growTo(long bytes) {
        if (bytes <= reserved) {
            return true;
        }
        long array = Math.max(MIN_BYTES, Long.highestOneBit(bytes - 1) << 1);
        if (!budget.tryReserve(array - reserved)) {
            return false;
        }
        reserved = array;
        return true;
    }

    /** Releases all of it; closing again does nothing. */
    @Override
    public void close() {
        budget.release(reserved);
        reserved = 0;
    }
}
