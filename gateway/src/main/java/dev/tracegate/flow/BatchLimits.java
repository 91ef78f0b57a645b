package dev.tracegate.flow;

/**
 * When a batch is full or due.
 *
 * @param segments at most, 1 to 50
 * @param bytes a batch is not begun beyond these; one segment alone may be larger
 * @param lingerNanos how long the first segment waits for others
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
