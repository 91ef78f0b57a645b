package dev.tracegate.interop;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;

/** The folders the interop tests work in, and the rule for a machine that lacks what they need. */
public final class Workplace {
    /** The repository. */
    public static final Path ROOT = Path.of(System.getProperty("tracegate.root", "..")).toAbsolutePath().normalize();
    /** The distribution that {@code mvn package} leaves, with {@code bin/tracegate} in it. */
    public static final Path DISTRIBUTION = Path
            .of(System.getProperty("tracegate.distribution", ROOT.resolve("gateway/target/tracegate").toString()));
    /** The scripts of the Python clients. */
    static final Path PYTHON_SCRIPTS = ROOT.resolve("gateway/src/test/interop/python");

    private static final boolean REQUIRED = "required".equals(System.getenv("TRACEGATE_INTEROP"));

    private Workplace() {}

    /** A folder below {@code gateway/target/interop}, made if need be. */
    public static Path folder(String name) {
        try {
            return Files.createDirectories(ROOT.resolve("gateway/target/interop").resolve(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Goes on only if the command ends well; see {@link #missing}. */
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

    /** Skips the test, or fails it where {@code TRACEGATE_INTEROP=required} says that this machine has to have everything. */
    private static void missing(String what) {
        if (REQUIRED) {
            fail("TRACEGATE_INTEROP=required, but this machine lacks " + what);
        }
        // Maven counts skipped tests but does not say why.
        System.out.println("[WARNING] interop tests skipped: this machine lacks " + what);
        Assumptions.abort("this machine lacks " + what);
    }
}
