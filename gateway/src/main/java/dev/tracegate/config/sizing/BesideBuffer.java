package dev.tracegate.config.sizing;

import dev.tracegate.config.Settings.Profile;

/**
 * Memory that settings reserve for other data than segments. The default sizes are part of the base in {@link MemoryModel}; larger sizes are added to the
 * base, and to the heap that the launcher configures. The launcher script has the same numbers.
 *
 * @param history bytes of {@code history.bytes}
 * @param held bytes of {@code identity.holdBytes}
 */
public record BesideBuffer(Profile profile, long history, long held) {
    private static final long MIB = 1024L * 1024;
    /** About 21,000 segments of 96 bytes: 3.5 minutes at 100 segments per second. None in a sidecar, to keep it small. */
    private static final long HISTORY = 2 * MIB;
    /** The default of identity.holdBytes. */
    private static final long HELD = 4 * MIB;

    /** The default of {@code history.bytes}. */
    public static long defaultHistory(Profile profile) {
        return profile == Profile.SIDECAR ? 0 : HISTORY;
    }

    /** Bytes beyond the defaults. Each setting is rounded up to whole MiB, as in the launcher. */
    public long bytes() {
        return beyond(history, defaultHistory(profile)) + beyond(held, HELD);
    }

    private static long beyond(long bytes, long usual) {
        return Math.max(0, (bytes - usual + MIB - 1) / MIB * MIB);
    }
}
