package dev.tracegate.config.sizing;

import dev.tracegate.config.Settings.Profile;

/**
 * Memory that settings give to other things than segments. The defaults are part of the base in {@link MemoryModel}; what is beyond them is added to
 * it, and to the heap that the launcher makes, which has the same numbers.
 *
 * @param history bytes of {@code history.bytes}
 * @param held bytes of {@code identity.holdBytes}
 */
public record BesideBuffer(Profile profile, long history, long held) {
    private static final long MIB = 1024L * 1024;
    /** 21,000 segments: three and a half minutes at 100 a second. A sidecar's 64 MB have better uses. */
    private static final long HISTORY = 2 * MIB;
    /** The default of identity.holdBytes. */
    private static final long HELD = 4 * MIB;

    /** The default of {@code history.bytes}. */
    public static long usualHistory(Profile profile) {
        return profile == Profile.SIDECAR ? 0 : HISTORY;
    }

    /** Bytes beyond the defaults, each setting by itself in whole MiB, as the launcher counts them. */
    public long bytes() {
        return beyond(history, usualHistory(profile)) + beyond(held, HELD);
    }

    private static long beyond(long bytes, long usual) {
        return Math.max(0, (bytes - usual + MIB - 1) / MIB * MIB);
    }
}
