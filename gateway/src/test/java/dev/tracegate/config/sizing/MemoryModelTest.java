package dev.tracegate.config.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.cli.Invocation;
import dev.tracegate.config.load.TestEnvironment;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryModelTest {
    private static final long MIB = 1024 * 1024;

    @TempDir
    private Path folder;
    private TestEnvironment environment;

    @BeforeEach
    void container() {
        environment = new TestEnvironment(folder).systemFile("/proc/self/cgroup", "0::/\n");
    }

    @Test
    void a_buffer_beyond_the_container_limit_is_refused_with_the_figures() {
        limit(128);

        assertThat(environment.problems("--profile", "host", "-m", "32")).containsExactly(
                "memory.buffer: 32 MB with profile host take up to 148 MB (108 MB and 1.25 times the buffer), "
                        + "and the container's limit is 128 MB; use -m 16 or less, or raise the limit");
        assertThat(environment.refused("--profile", "host", "-m", "32").exitCode()).isEqualTo(1);
        assertThat(environment.settings("--profile", "host", "-m", "16").memory().bufferBytes()).isEqualTo(16 * MIB);
    }

    @Test
    void a_container_too_small_for_the_minimum_buffer_is_refused() {
        limit(64);

        assertThat(environment.problems("--profile", "sidecar")).containsExactly(
                "memory.buffer: 3 MB with profile sidecar take up to 120 MB (116 MB and 1.25 times the buffer), "
                        + "and the container's limit is 64 MB; raise it to 120 MB at least");
    }

    @Test
    void the_default_buffer_shrinks_to_the_container_limit() {
        limit(124);

        var memory = environment.settings("--profile", "sidecar").memory();

        assertThat(memory.bufferBytes()).isEqualTo(6 * MIB);
        assertThat(memory.reason()).isEqualTo("the largest that fits the container's limit");
    }

    @Test
    void without_a_limit_any_buffer_is_accepted() {
        assertThat(environment.settings("--profile", "sidecar", "-m", "60000").memory().bufferBytes())
                .isEqualTo(60_000 * MIB);
    }

    @Test
    void history_and_held_datagrams_beyond_their_defaults_count_towards_the_limit() {
        limit(128);
        environment.file("own.yaml", "history:\n  bytes: 64MiB\nidentity:\n  holdBytes: 5MiB\n");

        assertThat(environment.problems("--profile", "host", "-m", "16", "-c", "own.yaml")).containsExactly(
                "memory.buffer: 16 MB with profile host take up to 198 MB (108 MB, 1.1 times the 63 MB of history.bytes and "
                        + "identity.holdBytes beyond their defaults, and 1.25 times the buffer), and the container's limit is 128 MB; "
                        + "reduce those two, or raise it to 182 MB at least");
        environment.with("TRACEGATE_PROFILE", "host").with("TRACEGATE_MEMORY_BUFFER", "16MiB");
        assertThat(environment.start("check-config", "own.yaml")).isInstanceOfSatisfying(Invocation.Print.class,
                print -> assertThat(print.text())
                        .startsWith("memory.buffer: 16 MB with profile host take up to 198 MB"));
        limit(256);
        assertThat(environment.settings("--profile", "host", "-m", "4", "-c", "own.yaml").memory().besideBytes())
                .isEqualTo(63 * MIB);
    }

    @Test
    void the_default_buffer_shrinks_by_the_memory_of_other_settings() {
        limit(128);
        environment.file("own.yaml", "history:\n  bytes: 8MiB\n");

        var memory = environment.settings("--profile", "host", "-c", "own.yaml").memory();

        assertThat(memory.bufferBytes()).isEqualTo(10 * MIB);
    }

    @Test
    void a_batch_size_beyond_an_eighth_of_the_buffer_is_refused() {
        environment.file("own.yaml", "upload:\n  batchBytes: 64MiB\n");

        assertThat(environment.problems("-m", "64", "-c", "own.yaml")).containsExactly(
                "upload.batchBytes: 65536 kB are more than an eighth of memory.buffer, which is what the bodies of calls may take; "
                        + "use 8192 kB or less, or a buffer of 512 MB");
        assertThat(environment.settings("-m", "512", "-c", "own.yaml").upload().batchBytes()).isEqualTo(64 * MIB);
        assertThat(environment.settings("-m", "3").upload().batchBytes()).isEqualTo(MIB / 2);
    }

    private void limit(long megabytes) {
        environment.systemFile("/sys/fs/cgroup/memory.max", megabytes * MIB + "\n");
    }
}
