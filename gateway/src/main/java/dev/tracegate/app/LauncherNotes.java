package dev.tracegate.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes of the launcher, passed as system properties and logged once at start. None without the launcher. */
record LauncherNotes(Properties properties) {
    private static final Logger LOG = LoggerFactory.getLogger(LauncherNotes.class);
    private static final String IGNORED = "tracegate.ignored";
    private static final String CACHE = "tracegate.aot";
    private static final Path MAPPINGS = Path.of("/proc/self/maps");

    void tell() {
        var ignored = properties.getProperty(IGNORED, "").strip();
        if (!ignored.isEmpty()) {
            LOG.info("Set, and not used by this JVM: {}. Its options are those in TRACEGATE_JAVA_OPTS", ignored);
        }
        var cache = properties.getProperty(CACHE);
        if (cache != null && isPassedOver(Path.of(cache), MAPPINGS)) {
            LOG.warn(
                    "The AOT cache {} is not used, because it was made with another JVM or other options, or the jars' times changed (as by `cp"
                            + " -r`): the start takes longer and the process more memory. Copy with `cp -a`, or run bin/make-aot-cache",
                    cache);
        }
    }

    /** A JVM that uses the cache has mapped it into its memory; one that refused it has not. */
    static boolean isPassedOver(Path cache, Path mappings) {
        try {
            // not by line: a path that is no UTF-8 is not to end the start
            return !new String(Files.readAllBytes(mappings), UTF_8).contains(cache + "\n");
        } catch (IOException notLinux) {
            return false;
        }
    }
}
