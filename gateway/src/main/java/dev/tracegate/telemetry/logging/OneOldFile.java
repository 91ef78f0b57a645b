package dev.tracegate.telemetry.logging;

import ch.qos.logback.core.rolling.RollingPolicyBase;
import ch.qos.logback.core.rolling.RolloverFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Keeps the previous file as {@code <name>.1}. Logback's own policies treat the file name as a pattern, so they fail if the path contains
 * {@code %}.
 */
final class OneOldFile extends RollingPolicyBase {
    private final Path file;

    OneOldFile(Path file) {
        this.file = file;
    }

    @Override
    public void rollover() {
        try {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new RolloverFailure("Cannot rename " + file, e);
        }
    }

    @Override
    public String getActiveFileName() {
        return file.toString();
    }
}
