package dev.tracegate.budget;

/** The bytes that segments may take in memory, from arrival to their end. Written by one event loop; read by any thread. */
public final class SegmentBudget {
    /**
     * Bytes that a queued segment takes beside its document: the segment, its envelope, trace id and source (236 bytes on a JVM with
     * compact object headers), and its entries in its trace, its queue and a hash table (some 150).
     */
    public static final int HELD_PER_SEGMENT = 384;

    private final long limit;
    private final int perSegment;
    private final SingleWriterCounter used = new SingleWriterCounter();

    /** @param limit bytes, more than 0 */
    public SegmentBudget(long limit) {
        this(limit, HELD_PER_SEGMENT);
    }

    /**
     * @param limit bytes, more than 0
     * @param perSegment bytes that a segment takes beside its document
     */
    public SegmentBudget(long limit, int perSegment) {
        if (limit <= 0) {
            throw new IllegalArgumentException("memory.buffer must be more than 0 bytes, was " + limit);
        }
        this.limit = limit;
        this.perSegment = perSegment;
    }

    /**
     * Bytes that this many segments take.
     *
     * @param bytes of all their documents
     */
    public long charge(long segments, long bytes) {
        return bytes + segments * perSegment;
    }

    /** Whether the limit leaves room for a charge. */
    public boolean fits(long charge) {
        return used.get() + charge <= limit;
    }

    /** Adds a charge, also beyond the limit: call {@link #fits} first. */
    public void take(long charge) {
        used.add(charge);
    }

    /** Subtracts a charge that was added before. */
    public void release(long charge) {
        used.add(-charge);
    }

    /** Bytes. */
    public long limit() {
        return limit;
    }

    /** Bytes charged now. Any thread. */
    public long used() {
        return used.get();
    }
}
