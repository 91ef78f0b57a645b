package dev.tracegate.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A running program. */
public final class Running implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    // 30 s: ECS's default stopTimeout, after which a container is killed
    private static final Duration STOP = Duration.ofSeconds(30);

    private final String name;
    private final Process process;
    private final Path log;

    Running(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** The output so far; invalid UTF-8, such as a line cut in the middle, is replaced by U+FFFD. */
    public String log() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** Waits for its end and returns its exit code. */
    public int waitFor() {
        assertThat(ended()).as("%s ends; it printed:%n%s", name, log()).isTrue();
        return process.exitValue();
    }

    /** Waits for a condition that holds once the program is ready; fails with the log as soon as the program has ended. */
    public Running awaitReady(Callable<Boolean> ready) {
        try {
            await(name + " is ready").atMost(START)
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptions()
                    .until(() -> !process.isAlive() || ready.call());
            assertThat(process.isAlive()).as("%s is running", name).isTrue();
            return this;
        } catch (AssertionError | RuntimeException failure) {
            process.destroyForcibly();
            throw new AssertionError(name + " did not start; it printed:\n" + log(), failure);
        }
    }

    /** For a shell: sends SIGTERM to its child process and expects exit code 0. */
    void closeShell() {
        var children = process.toHandle().descendants().toList();
        // bash replaces itself by its last command
        close(() -> (children.isEmpty() ? List.of(process.toHandle()) : children).forEach(ProcessHandle::destroy));
    }

    /** Kills it with SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        waitFor();
    }

    /** Sends SIGTERM and expects exit code 0. */
    @Override
    public void close() {
        close(process::destroy);
    }

    private void close(Runnable signal) {
        boolean wasAlive = process.isAlive();
        signal.run();
        assertThat(ended()).as("%s ends within %s of SIGTERM; it printed:%n%s", name, STOP, log()).isTrue();
        assertThat(wasAlive).as("%s was still running; it printed:%n%s", name, log()).isTrue();
        assertThat(process.exitValue()).as("exit code of %s; it printed:%n%s", name, log()).isZero();
    }

    private boolean ended() {
        try {
            return process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.destroyForcibly();
        }
    }
}
