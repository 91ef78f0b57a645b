package dev.tracegate.embedded.store;

import java.time.Duration;

/**
 * What the store may keep.
 *
 * @param retention how long after its last document a trace is kept
 * @param maxBytes pages in use and write-ahead log together, above which the oldest traces go; at least 1 MiB
 */
public record StoreLimits(Duration retention, long maxBytes) {
    private static final long LEAST = 1 << 20;

    public StoreLimits {
        if (!retention.isPositive()) {
            throw new IllegalArgumentException("embedded.retention must be positive, was " + retention);
        }
        if (maxBytes < LEAST) {
            throw new IllegalArgumentException("embedded.max-bytes must be at least " + LEAST + ", was " + maxBytes);
        }
    }

    /** What the write-ahead log may take of it, except for one transaction: 4 MiB, less where the whole is small. */
    long logBytes() {
        return Math.min(4 << 20, maxBytes / 8);
    }
}
