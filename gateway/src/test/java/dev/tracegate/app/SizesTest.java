package dev.tracegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.cli.CommandLine;
import dev.tracegate.cli.Invocation;
import dev.tracegate.config.Settings;
import dev.tracegate.config.load.ProcessEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SizesTest {
    private static final long MIB = 1024 * 1024;

    @TempDir
    private Path folder;

    @Test
    void a_buffer_that_does_not_fit_the_heap_is_refused() {
        var settings = settings("-m", "100");

        assertThat(Sizes.heapProblem(settings, 126 * MIB)).isEmpty();
        assertThat(Sizes.heapProblem(settings, 25 * MIB)).hasValueSatisfying(
                problem -> assertThat(problem)
                        .startsWith("memory.buffer: 100 MB do not fit in the Java heap of 25 MB"));
    }

    @Test
    void buffer_and_history_together_must_fit_the_heap() throws IOException {
        var file = Files.writeString(folder.resolve("own.yaml"), "history: {bytes: 64MiB}\n");
        var settings = settings("-m", "16", "-c", file.toString());

        assertThat(Sizes.heapProblem(settings, 90 * MIB)).isEmpty();
        assertThat(Sizes.heapProblem(settings, 64 * MIB)).hasValueSatisfying(
                problem -> assertThat(problem).startsWith("memory.buffer: 16 MB and the 62 MB of history.bytes"));
    }

    private Settings settings(String... flags) {
        var environment = new ProcessEnvironment("tracegate", Map.of(), folder, folder);
        return ((Invocation.Run) new CommandLine("1", environment).interpret(List.of(flags))).settings();
    }
}
