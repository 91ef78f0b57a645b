package dev.tracegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherNotesTest {
    @TempDir
    private Path folder;

    @Test
    void an_aot_cache_that_is_not_mapped_is_reported_as_unused() throws Exception {
        var mappings = Files.writeString(folder.resolve("maps"), """
                10000000000-10000400000 rw-p 00001000 fe:00 11 /opt/tracegate/lib/tracegate.aot
                7f0000000000-7f0000021000 rw-p 00000000 00:00 0
                """);

        assertThat(LauncherNotes.isUnused(Path.of("/opt/tracegate/lib/tracegate.aot"), mappings)).isFalse();
        assertThat(LauncherNotes.isUnused(Path.of("/opt/other/lib/tracegate.aot"), mappings)).isTrue();
        assertThat(LauncherNotes.isUnused(Path.of("/tracegate.aot"), folder.resolve("none"))).isFalse();
    }
}
