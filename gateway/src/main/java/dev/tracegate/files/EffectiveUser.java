package dev.tracegate.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The effective user of this process. */
public final class EffectiveUser {
    /** In {@code Uid:}, the real, the effective, the saved and the file system's id follow; proc(5). */
    private static final int EFFECTIVE = 2;
    /**
     * The kernel shows this id for every user that is not mapped here (/proc/sys/kernel/overflowuid), so no file of it counts as this
     * process's.
     */
    private static final int NOBODY = 65_534;
    private static final int ID = read();

    private EffectiveUser() {}

    /** Its uid. */
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
