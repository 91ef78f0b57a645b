package dev.tracegate.interop;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;

/** The folders of the interop tests, and the handling of missing requirements. */
public final class Workplace {
    /** The repository. */
    public static final Path ROOT = Path.of(System.getProperty("tracegate.root", "..")).toAbsolutePath().normalize();
    /** The distribution built by {@code mvn package}, with {@code bin/tracegate}. */
    public static final Path DISTRIBUTION = Path
            .of(System.getProperty("tracegate.distribution", ROOT.resolve("gateway/target/tracegate").toString()));
    /** The scripts of the Python clients. */
    static final Path PYTHON_SCRIPTS = ROOT.resolve("gateway/src/test/interop/python");

    private static final boolean REQUIRED = "required".equals(System.getenv("TRACEGATE_INTEROP"));

    private Workplace() {}

    /** Returns a folder below {@code gateway/target/interop} and creates it if necessary. */
    public static Path folder(String name) {
        try {
            return Files.createDirectories(ROOT.resolve("gateway/target/interop").resolve(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Continues only if the command succeeds; see {@link #missing}. */
    public static void need(String what, String... command) {
        try {
            var finished = Command.of(command).withWholeEnvironment().run(Duration.ofMinutes(10));
            if (finished.exit() != 0) {
                missing(what + ": " + finished);
            }
        } catch (IOException failure) {
            missing(what + ": " + failure.getMessage());
        }
    }

    /** Skips the test, or fails it with {@code TRACEGATE_INTEROP=required}. */
    private static void missing(String what) {
        if (REQUIRED) {
            fail("TRACEGATE_INTEROP=required, but this machine lacks " + what);
        }
        // Maven counts skipped tests but does not say why.
        System.out.println("[WARNING] interop tests skipped: this machine lacks " + what);
        Assumptions.abort("this machine lacks " + what);
    }
}
