package dev.tracegate.config.sizing;

import dev.tracegate.config.Settings.Choice;
import dev.tracegate.config.Settings.Profile;

/** The default of the memory that accepted segments may take. */
public final class BufferShare {
    private static final long MIB = 1024L * 1024;
    /** Nearly 6,000 segments of 1 KiB: six seconds of a task that sends 1,000 a second. */
    private static final long SIDECAR = 8 * MIB;
    private static final long EMBEDDED = 32 * MIB;
    /** An eighth of the limit: at the 128 MB of a small daemon task the process needs nearly all of the rest. */
    private static final int OF_LIMIT = 8;
    /** 1 %, as the X-Ray daemon takes. */
    private static final int OF_MACHINE = 100;
    private static final long LEAST_OF_LIMIT = 8 * MIB;
    private static final long LEAST_OF_MACHINE = 16 * MIB;
    /** A quarter of a million segments of 1 KiB: what X-Ray takes from one account in 100 seconds. What is worth keeping longer goes to disk. */
    private static final long MOST = 256 * MIB;

    private BufferShare() {}

    /**
     * Bytes, a whole number of MiB, and why.
     *
     * @param beside bytes that other settings take beyond their defaults
     */
    public static Choice<Long> of(Profile profile, MachineMemory memory, long beside) {
        var most = new MemoryModel(profile, memory.limit(), beside).mostBuffer();
        var share = usual(profile, memory);
        return share.value() <= most ? share : new Choice<>(most, "what the container's limit leaves room for");
    }

    private static Choice<Long> usual(Profile profile, MachineMemory memory) {
        return switch (profile) {
            case SIDECAR -> new Choice<>(SIDECAR, "that of the sidecar profile");
            case EMBEDDED -> new Choice<>(EMBEDDED, "that of the embedded profile");
            case HOST -> host(memory);
        };
    }

    private static Choice<Long> host(MachineMemory memory) {
        var limit = memory.limit();
        if (limit.isPresent()) {
            return new Choice<>(bounded(limit.getAsLong() / OF_LIMIT, LEAST_OF_LIMIT),
                    "an eighth of the container's limit of %d MB, 8 to 256".formatted(limit.getAsLong() / MIB));
        }
        long total = memory.total().orElse(0);
        return new Choice<>(bounded(total / OF_MACHINE, LEAST_OF_MACHINE),
                "1 %% of the machine's %d MB, 16 to 256".formatted(total / MIB));
    }

    private static long bounded(long share, long least) {
        return Math.clamp(share, least, MOST) / MIB * MIB;
    }
}
