package dev.tracegate.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program to run, with the environment of the test without AWS and proxy settings. */
public final class Command {
    private static final List<String> HIDDEN = List.of("AWS_", "ECS_", "TRACEGATE_", "KUBERNETES_", "_X_AMZN",
            "HTTP_PROXY",
            "HTTPS_PROXY", "ALL_PROXY");

    private final ProcessBuilder builder;

    private Command(List<String> words) {
        builder = new ProcessBuilder(words).directory(Workplace.ROOT.toFile());
        environment().keySet().removeIf(Command::hidden);
        with("TRACEGATE_RUNTIME_DIR", Workplace.folder("runtime").toString());
        with("AWS_CONFIG_FILE", "/dev/null").with("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
                .with("AWS_EC2_METADATA_DISABLED", "true");
        // the default folder is shared: segments that one test left there would be sent by the next
        with("TRACEGATE_SPOOL_ENABLED", "false");
    }

    public static Command of(String... words) {
        return new Command(List.of(words));
    }

    public static Command of(List<String> words) {
        return new Command(words);
    }

    public Command in(Path folder) {
        builder.directory(folder.toFile());
        return this;
    }

    public Command with(String variable, String value) {
        environment().put(variable, value);
        return this;
    }

    public Command with(Map<String, String> variables) {
        environment().putAll(variables);
        return this;
    }

    /** Keeps proxy and certificate settings, which package installers may need. */
    public Command withWholeEnvironment() {
        return with(System.getenv());
    }

    /** Runs the program to its end; if it exceeds the deadline, it is killed and the test fails. */
    public Finished run(Duration deadline) throws IOException {
        Path output = Files.createTempFile(Workplace.folder("logs"), "command", ".out");
        Path errors = Files.createTempFile(Workplace.folder("logs"), "command", ".err");
        Process process = builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
        try {
            boolean ended = process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
            var finished = new Finished(builder.command(), ended ? process.exitValue() : -1, Files.readString(output),
                    Files.readString(errors));
            assertThat(ended).as("ended within %s: %s", deadline, finished).isTrue();
            return finished;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + builder.command() + " ran", interrupted);
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(output);
            Files.deleteIfExists(errors);
        }
    }

    /** Starts a program that runs until it is stopped and writes its output to {@code target/interop/logs/NAME.log}. */
    public Running start(String name) {
        Path log = Workplace.folder("logs").resolve(name + ".log");
        try {
            return new Running(name, builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Map<String, String> environment() {
        return builder.environment();
    }

    private static boolean hidden(String variable) {
        return HIDDEN.stream().anyMatch(prefix -> variable.regionMatches(true, 0, prefix, 0, prefix.length()));
    }

    /** The exit code and the output of a program that has ended. */
    public record Finished(List<String> command, int exit, String output, String errors) {
        public Finished succeeded() {
            assertThat(exit).as(toString()).isZero();
            return this;
        }

        JsonObject json() {
            return new JsonObject(succeeded().output);
        }

        @Override
        public String toString() {
            return "%s ended with %d%n%s%n%s".formatted(command, exit, output, errors);
        }
    }
}
