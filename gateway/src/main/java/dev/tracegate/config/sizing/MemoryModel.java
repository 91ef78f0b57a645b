package dev.tracegate.config.sizing;

import dev.tracegate.config.Settings.Profile;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The maximum memory of the process: a base for the JVM and the code, 1.25 times the buffer for segments, and 1.1 times what other settings reserve beyond
 * their defaults. Measured on the real process, plus a margin (docs/adr/0001-where-segment-bytes-live.md, 0003-native-crypto.md); a test on the real
 * process verifies it. The launcher sizes the JVM with the same numbers.
 *
 * @param limit the container's limit in bytes, if it has one
 * @param beside bytes that other settings reserve beyond their defaults, {@link BesideBuffer#bytes}
 */
public record MemoryModel(Profile profile, OptionalLong limit, long beside) {
    private static final long MIB = 1024L * 1024;
    private static final long SIDECAR = 116 * MIB;
    private static final long EMBEDDED = 176 * MIB;
    private static final long HOST = 176 * MIB;
    /** Base of a host profile in a small container, where the JVM uses only the C1 compiler, as in a sidecar. */
    private static final long SMALL_HOST = 108 * MIB;
    private static final long SMALL = 256 * MIB;
    /** The smallest value of -m. */
    private static final long MIN_BUFFER = 3 * MIB;

    long base() {
        return switch (profile) {
            case SIDECAR -> SIDECAR;
            case EMBEDDED -> EMBEDDED;
            case HOST -> limit.orElse(Long.MAX_VALUE) < SMALL ? SMALL_HOST : HOST;
        };
    }

    /** Maximum bytes of the process with a buffer of {@code buffer} bytes. */
    public long with(long buffer) {
        return base() + buffer * 5 / 4 + beside * 11 / 10;
    }

    /** The largest buffer in bytes, a whole number of MiB, with which the process stays within the limit; at least the smallest value of -m. */
    long mostBuffer() {
        return limit.isEmpty() ? Long.MAX_VALUE
                : Math.max(MIN_BUFFER, (limit.getAsLong() - base() - beside * 11 / 10) * 4 / 5 / MIB * MIB);
    }

    /** Why the buffer exceeds the container's limit, and what to change; empty if it fits. */
    public Optional<String> problem(long buffer) {
        if (limit.isEmpty() || with(buffer) <= limit.getAsLong()) {
            return Optional.empty();
        }
        long allowed = limit.getAsLong();
        var figures = "%d MB with profile %s take up to %d MB (%d MB%s and 1.25 times the buffer), and the container's limit is %d MB"
                .formatted(buffer / MIB, profile.name().toLowerCase(Locale.ROOT), up(with(buffer)), base() / MIB,
                        besideText(), allowed / MIB);
        var less = beside == 0 ? "" : "reduce those two, ";
        return Optional.of(with(MIN_BUFFER) <= allowed
                ? figures + "; %suse -m %d or less, or raise the limit".formatted(less, mostBuffer() / MIB)
                : figures + "; %sraise it to %d MB at least".formatted(beside == 0 ? "" : less + "or ",
                        up(with(MIN_BUFFER))));
    }

    private String besideText() {
        return beside == 0
                ? ""
                : ", 1.1 times the %d MB of history.bytes and identity.holdBytes beyond their defaults,"
                        .formatted(beside / MIB);
    }

    private static long up(long bytes) {
        return (bytes + MIB - 1) / MIB;
    }
}
