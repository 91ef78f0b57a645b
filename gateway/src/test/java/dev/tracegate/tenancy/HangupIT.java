package dev.tracegate.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tracegate.interop.Command;
import dev.tracegate.interop.Ports;
import dev.tracegate.interop.Running;
import dev.tracegate.interop.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGHUP reloads only if a settings file was named and no terminal is attached; else the gateway drains and ends with 0. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HangupIT {
    private static final String DRAINS = "Got shutdown signal: hangup";

    @TempDir
    private Path folder;
    private @Nullable Running process;

    @AfterEach
    void close() {
        if (process != null && ProcessHandle.of(process.pid()).filter(ProcessHandle::isAlive).isPresent()) {
            process.close();
        }
    }

    @Test
    void with_a_file_and_no_terminal_it_reloads() throws IOException {
        var gateway = start("hangup-file", gateway(true));

        hangUp(process(gateway));

        patiently().until(() -> gateway.log().contains("Settings reloaded: no tenant differs"));
        assertThat(gateway.log()).doesNotContain(DRAINS);
    }

    @Test
    void without_a_file_it_drains() throws IOException {
        var gateway = start("hangup-no-file", gateway(false));

        hangUp(process(gateway));

        assertThat(gateway.waitFor()).isZero();
        assertThat(gateway.log()).contains(DRAINS, "nothing is left");
    }

    @Test
    void with_a_file_at_a_terminal_it_drains() throws IOException {
        Workplace.need("script of util-linux", "script", "--version");
        var onTerminal = List.of("script", "--quiet", "--return", "--flush", "--command",
                "exec " + String.join(" ", gateway(true)), "/dev/null");
        var gateway = start("hangup-terminal", onTerminal);

        hangUp(process(gateway));

        assertThat(gateway.waitFor()).isZero();
        assertThat(gateway.log()).contains(DRAINS, "nothing is left").doesNotContain("Settings reloaded");
    }

    private List<String> gateway(boolean withFile) throws IOException {
        var address = "127.0.0.1:" + Ports.free();
        var words = new ArrayList<>(List.of(Workplace.DISTRIBUTION.resolve("bin/tracegate").toString(), "-b", address,
                "-t", address, "--admin", "127.0.0.1:" + Ports.free(), "--sink", "embedded"));
        if (withFile) {
            var file = Files.writeString(folder.resolve("tracegate.yaml"), "drain: {quiet: 100ms}\n");
            words.addAll(List.of("-c", file.toString()));
        }
        return words;
    }

    /** Whoever runs the tests may ignore SIGHUP, as nohup does. */
    private Running start(String name, List<String> words) {
        var command = new ArrayList<>(List.of("env", "--default-signal=HUP"));
        command.addAll(words);
        var started = Command.of(command)
                .with("TRACEGATE_RUNTIME_DIR", folder.toString())
                .with("TRACEGATE_DRAIN_QUIET", "100ms")
                .start(name);
        process = started;
        return started.awaitReady(() -> started.log().contains("Ready"));
    }

    /** The gateway's own process, which may run below others. */
    private static ProcessHandle process(Running running) {
        return ProcessHandle.of(running.pid())
                .orElseThrow()
                .descendants()
                .filter(one -> one.info().command().filter(path -> path.endsWith("/java")).isPresent())
                .findFirst()
                .orElseGet(() -> ProcessHandle.of(running.pid()).orElseThrow());
    }

    private static void hangUp(ProcessHandle process) throws IOException {
        Command.of("kill", "-HUP", String.valueOf(process.pid())).run(Duration.ofSeconds(5)).succeeded();
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofMinutes(1));
    }
}
