package dev.tracegate.flow;

/**
 * When a batch is full, and when it is sent without being full.
 *
 * @param segments maximum segments, 1 to 50
 * @param bytes maximum bytes of documents; a single segment may be larger
 * @param lingerNanos minimum time in nanoseconds that the first segment waits for others
 */
public record BatchLimits(int segments, long bytes, long lingerNanos) {
    /** The documented maximum of PutTraceSegments. */
    public static final int MAX_SEGMENTS = 50;

    public BatchLimits {
        if (segments < 1 || segments > MAX_SEGMENTS) {
            throw new IllegalArgumentException("upload.batchSegments must be 1 to 50, was " + segments);
        }
    }

    boolean fits(int count, long size) {
        return count <= segments && size <= bytes;
    }

    boolean full(int count, long size) {
        return count >= segments || size >= bytes;
    }
}
