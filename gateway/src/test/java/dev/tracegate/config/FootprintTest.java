package dev.tracegate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FootprintTest {
    private static final long MIB = 1024 * 1024;

    @TempDir
    private Path folder;
    private World world;

    @BeforeEach
    void container() {
        world = new World(folder).systemFile("/proc/self/cgroup", "0::/\n");
    }

    @Test
    void a_buffer_that_outgrows_the_container_is_refused_with_the_figures() {
        limit(128);

        assertThat(world.problems("--profile", "host", "-m", "32")).containsExactly(
                "memory.buffer: 32 MB with profile host take up to 148 MB (108 MB and 1.25 times the buffer), "
                        + "and the container's limit is 128 MB; say -m 16 or less, or raise the limit");
        assertThat(world.refused("--profile", "host", "-m", "32").exitCode()).isEqualTo(1);
        assertThat(world.settings("--profile", "host", "-m", "16").memory().bufferBytes()).isEqualTo(16 * MIB);
    }

    @Test
    void a_container_too_small_for_any_buffer_is_refused_without_m_too() {
        limit(64);

        assertThat(world.problems("--profile", "sidecar")).containsExactly(
                "memory.buffer: 3 MB with profile sidecar take up to 120 MB (116 MB and 1.25 times the buffer), "
                        + "and the container's limit is 64 MB; raise it to 120 MB at least");
    }

    @Test
    void the_default_gives_way_to_the_limit() {
        limit(124);

        var memory = world.settings("--profile", "sidecar").memory();

        assertThat(memory.bufferBytes()).isEqualTo(6 * MIB);
        assertThat(memory.reason()).isEqualTo("what the container's limit leaves room for");
    }

    @Test
    void without_a_limit_any_buffer_will_do() {
        assertThat(world.settings("--profile", "sidecar", "-m", "60000").memory().bufferBytes())
                .isEqualTo(60_000 * MIB);
    }

    private void limit(long megabytes) {
        world.systemFile("/sys/fs/cgroup/memory.max", megabytes * MIB + "\n");
    }
}
