package dev.tracegate.config.sizing;

import dev.tracegate.config.Settings.Profile;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the process takes of memory at most: a base, which is the JVM's and the code's, 1.25 times the buffer for segments, and 1.1 times what
 * other settings take beyond their defaults. Measured on the real process with a margin (docs/adr/0001-where-segment-bytes-live.md,
 * 0003-native-crypto.md) and kept by a test on it; the launcher sizes the JVM to match, from
 * the same numbers.
 *
 * @param limit of the container in bytes, where it has one
 * @param beside bytes that other settings take beyond their defaults, {@link BesideBuffer#bytes}
 */
public record MemoryModel(Profile profile, OptionalLong limit, long beside) {
    private static final long MIB = 1024L * 1024;
    private static final long SIDECAR = 116 * MIB;
    private static final long EMBEDDED = 176 * MIB;
    private static final long HOST = 176 * MIB;
    /** In a small container the code is compiled by the fast compiler alone, as in a sidecar. */
    private static final long SMALL_HOST = 108 * MIB;
    private static final long SMALL = 256 * MIB;
    /** The least that -m takes. */
    private static final long LEAST_BUFFER = 3 * MIB;

    long base() {
        return switch (profile) {
            case SIDECAR -> SIDECAR;
            case EMBEDDED -> EMBEDDED;
            case HOST -> limit.orElse(Long.MAX_VALUE) < SMALL ? SMALL_HOST : HOST;
        };
    }

    /** Bytes that the process takes at most with a buffer of so many. */
    public long with(long buffer) {
        return base() + buffer * 5 / 4 + beside * 11 / 10;
    }

    /** The largest buffer, in whole MiB, with which the process stays within the limit; never less than -m takes. */
    long mostBuffer() {
        return limit.isEmpty() ? Long.MAX_VALUE
                : Math.max(LEAST_BUFFER, (limit.getAsLong() - base() - beside * 11 / 10) * 4 / 5 / MIB * MIB);
    }

    /** Why this buffer does not go with the container's limit, and what to do; empty where it does. */
    public Optional<String> problem(long buffer) {
        if (limit.isEmpty() || with(buffer) <= limit.getAsLong()) {
            return Optional.empty();
        }
        long allowed = limit.getAsLong();
        var figures = "%d MB with profile %s take up to %d MB (%d MB%s and 1.25 times the buffer), and the container's limit is %d MB"
                .formatted(buffer / MIB, profile.name().toLowerCase(Locale.ROOT), up(with(buffer)), base() / MIB,
                        besideInWords(), allowed / MIB);
        var less = beside == 0 ? "" : "make those two smaller, ";
        return Optional.of(with(LEAST_BUFFER) <= allowed
                ? figures + "; %ssay -m %d or less, or raise the limit".formatted(less, mostBuffer() / MIB)
                : figures + "; %sraise it to %d MB at least".formatted(beside == 0 ? "" : less + "or ",
                        up(with(LEAST_BUFFER))));
    }

    private String besideInWords() {
        return beside == 0
                ? ""
                : ", 1.1 times the %d MB of history.bytes and identity.holdBytes beyond their defaults,"
                        .formatted(beside / MIB);
    }

    private static long up(long bytes) {
        return (bytes + MIB - 1) / MIB;
    }
}
