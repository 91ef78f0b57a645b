package dev.tracegate.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes of the launcher, passed as system properties and logged at start. Without the launcher there are none. */
record LauncherNotes(Properties properties) {
    private static final Logger LOG = LoggerFactory.getLogger(LauncherNotes.class);
    private static final String IGNORED = "tracegate.ignored";
    private static final String CACHE = "tracegate.aot";
    private static final Path MAPPINGS = Path.of("/proc/self/maps");

    void log() {
        var ignored = properties.getProperty(IGNORED, "").strip();
        if (!ignored.isEmpty()) {
            LOG.info("Set but not used by this JVM: {}. Use TRACEGATE_JAVA_OPTS for JVM options", ignored);
        }
        var cache = properties.getProperty(CACHE);
        if (cache != null && isUnused(Path.of(cache), MAPPINGS)) {
            LOG.warn(
                    "The AOT cache {} is not used, because it was made with another JVM or other options, or the jars' times changed (as by `cp"
                            + " -r`): the start takes longer and the process more memory. Copy with `cp -a`, or run bin/make-aot-cache",
                    cache);
        }
    }

    /** Whether the JVM has rejected the cache: a JVM that uses it has mapped it into memory. */
    static boolean isUnused(Path cache, Path mappings) {
        try {
            // not read line by line, which would throw for a path that is not UTF-8
            return !new String(Files.readAllBytes(mappings), UTF_8).contains(cache + "\n");
        } catch (IOException notLinux) {
            return false;
        }
    }
}
