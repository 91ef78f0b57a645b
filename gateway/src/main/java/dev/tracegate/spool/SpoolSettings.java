package dev.tracegate.spool;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the spool may keep, and where.
 *
 * @param folder holds the file; made where it is not there
 * @param maxBytes pages of the file and its write-ahead log together; at least {@link #LEAST_BYTES}
 * @param maxAge of a batch, from when it was stored
 * @param keyFile holds the key under which rows are encrypted; null for none
 */
public record SpoolSettings(Path folder, long maxBytes, Duration maxAge, @Nullable Path keyFile) {
    /** Four times what the write-ahead log may take. */
    public static final long LEAST_BYTES = 32L << 20;

    public SpoolSettings {
        if (maxBytes < LEAST_BYTES) {
            throw new IllegalArgumentException("spool.maxBytes must be at least " + LEAST_BYTES + ", was " + maxBytes);
        }
        if (!maxAge.isPositive()) {
            throw new IllegalArgumentException("spool.maxAge must be positive, was " + maxAge);
        }
    }

    Path file() {
        return folder.resolve("spool.db");
    }
}
