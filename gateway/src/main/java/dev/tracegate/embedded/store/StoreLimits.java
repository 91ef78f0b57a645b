package dev.tracegate.embedded.store;

import java.time.Duration;

/**
 * Limits of the store; above them the oldest traces are deleted.
 *
 * @param retention how long a trace is kept after its last document was received; positive
 * @param maxBytes bytes of the pages in use and the write-ahead log together; at least 1 MiB
 */
public record StoreLimits(Duration retention, long maxBytes) {
    /** 1 MiB: two traces of X-Ray's maximum size. */
    private static final long MIN_BYTES = 1 << 20;
    /** 4 MiB: SQLite's own default is 1,000 pages of 4 KiB. */
    private static final long MAX_WAL_BYTES = 4 << 20;

    public StoreLimits {
        if (!retention.isPositive()) {
            throw new IllegalArgumentException("embedded.retention must be positive, was " + retention);
        }
        if (maxBytes < MIN_BYTES) {
            throw new IllegalArgumentException(
                    "embedded.max-bytes must be at least " + MIN_BYTES + ", was " + maxBytes);
        }
    }

    /**
     * Size above which SQLite starts to empty the write-ahead log: 4 MiB, but at most an eighth of {@code maxBytes}. One transaction may
     * exceed it.
     */
    long walBytes() {
        return Math.min(MAX_WAL_BYTES, maxBytes / 8);
    }
}
