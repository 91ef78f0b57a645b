package dev.tracegate.flow;

/**
 * When a batch is full, and when it is sent without being full.
 *
 * @param segments the most segments, 1 to 50
 * @param bytes the most bytes of documents; a single segment may be larger
 * @param lingerNanos how long the first segment waits for others, at least
 */
public record BatchLimits(int segments, long bytes, long lingerNanos) {
    /** PutTraceSegments' documented maximum. */
    public static final int MOST_SEGMENTS = 50;

    public BatchLimits {
        if (segments < 1 || segments > MOST_SEGMENTS) {
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
