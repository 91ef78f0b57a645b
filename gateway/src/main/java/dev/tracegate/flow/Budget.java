package dev.tracegate.flow;

/** The bytes that segments may take in memory, from arrival to their end. Written by one loop; read by any thread. */
public final class Budget {
    /**
     * What a queued segment takes beside its document: the segment, its envelope, trace id and source (236 bytes on a JVM with compact object
     * headers), and its place in its trace, its queue and a hash table (some 150).
     */
    public static final int HELD_PER_SEGMENT = 384;

    private final long limit;
    private final int perSegment;
    private final Count used = new Count();

    /** @param limit bytes, more than 0 */
    public Budget(long limit) {
        this(limit, HELD_PER_SEGMENT);
    }

    Budget(long limit, int perSegment) {
        if (limit <= 0) {
            throw new IllegalArgumentException("memory.buffer must be more than 0 bytes, was " + limit);
        }
        this.limit = limit;
        this.perSegment = perSegment;
    }

    /** What so many segments with so many bytes of documents take. */
    public long charge(long segments, long bytes) {
        return bytes + segments * perSegment;
    }

    boolean fits(long charge) {
        return used.get() + charge <= limit;
    }

    void take(long charge) {
        used.add(charge);
    }

    void release(long charge) {
        used.add(-charge);
    }

    public long limit() {
        return limit;
    }

    public long used() {
        return used.get();
    }
}
