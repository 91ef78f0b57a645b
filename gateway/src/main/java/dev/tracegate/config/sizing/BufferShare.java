package dev.tracegate.config.sizing;

import dev.tracegate.config.Settings.Choice;
import dev.tracegate.config.Settings.Profile;

/** The default of {@code memory.buffer}, the maximum memory for accepted segments. */
public final class BufferShare {
    private static final long MIB = 1024L * 1024;
    /** About 6,000 segments of 1 KiB: 6 seconds of a task that sends 1,000 per second. */
    private static final long SIDECAR = 8 * MIB;
    private static final long EMBEDDED = 32 * MIB;
    /** An eighth of the container's limit: in a daemon task of 128 MB the process needs nearly all of the other seven. */
    private static final int OF_LIMIT = 8;
    /** 1 % of the machine's memory, like the X-Ray daemon. */
    private static final int OF_MACHINE = 100;
    private static final long MIN_OF_LIMIT = 8 * MIB;
    private static final long MIN_OF_MACHINE = 16 * MIB;
    /** About 250,000 segments of 1 KiB: what X-Ray accepts from one account in 100 seconds. Longer outages need the spool. */
    private static final long MAX = 256 * MIB;

    private BufferShare() {}

    /**
     * The default in bytes, a whole number of MiB, and its reason.
     *
     * @param beside bytes that other settings reserve beyond their defaults
     */
    public static Choice<Long> of(Profile profile, MachineMemory memory, long beside) {
        var most = new MemoryModel(profile, memory.limit(), beside).mostBuffer();
        var share = ofProfile(profile, memory);
        return share.value() <= most ? share : new Choice<>(most, "the largest that fits the container's limit");
    }

    private static Choice<Long> ofProfile(Profile profile, MachineMemory memory) {
        return switch (profile) {
            case SIDECAR -> new Choice<>(SIDECAR, "the default of the sidecar profile");
            case EMBEDDED -> new Choice<>(EMBEDDED, "the default of the embedded profile");
            case HOST -> host(memory);
        };
    }

    private static Choice<Long> host(MachineMemory memory) {
        var limit = memory.limit();
        if (limit.isPresent()) {
            return new Choice<>(bounded(limit.getAsLong() / OF_LIMIT, MIN_OF_LIMIT),
                    "an eighth of the container's limit of %d MB, 8 to 256".formatted(limit.getAsLong() / MIB));
        }
        long total = memory.total().orElse(0);
        return new Choice<>(bounded(total / OF_MACHINE, MIN_OF_MACHINE),
                "1 %% of the machine's %d MB, 16 to 256".formatted(total / MIB));
    }

    private static long bounded(long share, long least) {
        return Math.clamp(share, least, MAX) / MIB * MIB;
    }
}
