package dev.tracegate.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The effective user of this process. */
public final class EffectiveUser {
    /** Index of the effective id in the line {@code Uid:} of proc(5), after the key and the real id. */
    private static final int EFFECTIVE = 2;
    /**
     * The kernel's id for users that are not mapped in this namespace (/proc/sys/kernel/overflowuid). No file with it counts as this
     * process's own.
     */
    private static final int NOBODY = 65_534;
    private static final int ID = read();

    private EffectiveUser() {}

    /** The effective user id. */
    public static int id() {
        return ID;
    }

    private static int read() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("Uid:"))
                    .findFirst()
                    .map(line -> Integer.parseUnsignedInt(line.split("\\s+", -1)[EFFECTIVE]))
                    .orElse(NOBODY);
        } catch (IOException notLinux) {
            return ownerOfHome();
        }
    }

    private static int ownerOfHome() {
        try {
            return UnixEntry.of(Path.of(System.getProperty("user.home", "/"))).uid();
        } catch (IOException | UnsupportedOperationException unknown) {
            return NOBODY;
        }
    }
}
