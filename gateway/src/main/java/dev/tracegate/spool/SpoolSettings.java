package dev.tracegate.spool;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Location and bounds of the spool.
 *
 * @param folder folder of the file; created if missing
 * @param maxBytes upper bound of the file and its write-ahead log together; at least {@link #MIN_BYTES}
 * @param maxAge maximum age of a batch since it was stored; older ones are shed
 * @param keyFile file with the key that encrypts the rows; null for no encryption
 */
public record SpoolSettings(Path folder, long maxBytes, Duration maxAge, @Nullable Path keyFile) {
    /** 32 MiB: eight times the checkpoint size of the write-ahead log, {@link SpoolDatabase#LOG_BYTES}. */
    public static final long MIN_BYTES = 32L << 20;

    public SpoolSettings {
        if (maxBytes < MIN_BYTES) {
            throw new IllegalArgumentException("spool.maxBytes must be at least " + MIN_BYTES + ", was " + maxBytes);
        }
        if (!maxAge.isPositive()) {
            throw new IllegalArgumentException("spool.maxAge must be positive, was " + maxAge);
        }
    }

    Path file() {
        return folder.resolve("spool.db");
    }
}
