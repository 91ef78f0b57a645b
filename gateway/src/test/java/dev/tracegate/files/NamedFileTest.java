package dev.tracegate.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class NamedFileTest {
    @TempDir
    private Path folder;

    @Test
    void a_regular_file_is_read_through_links_up_to_its_bound() throws Exception {
        var file = Files.writeString(folder.resolve("..data"), "12345");
        var link = Files.createSymbolicLink(folder.resolve("token"), file);

        assertThat(NamedFile.read(link, 5)).asString(UTF_8).isEqualTo("12345");
        assertThatThrownBy(() -> NamedFile.read(link, 4)).hasMessageEndingWith("has more than 4 bytes");
    }

    @Test
    void pipes_devices_and_directories_are_refused() throws Exception {
        var pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

        assertThatThrownBy(() -> NamedFile.read(pipe, 10)).hasMessageContaining("is a pipe, not a regular file");
        assertThatThrownBy(() -> NamedFile.read(Path.of("/dev/zero"), 10)).hasMessageContaining("is a device");
        assertThatThrownBy(() -> NamedFile.read(folder, 10)).hasMessageContaining("is a directory");
        assertThatThrownBy(() -> NamedFile.read(folder.resolve("none"), 10)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void the_null_device_is_an_empty_file() throws Exception {
        assertThat(NamedFile.read(Path.of("/dev/null"), 0)).isEmpty();
    }

    @Test
    void a_problem_is_described_without_the_path() {
        assertThat(NamedFile.problem(new NoSuchFileException("/x"))).isEqualTo("there is no such file");
        assertThat(NamedFile.problem(new AccessDeniedException("/x"))).isEqualTo("permission denied");
        assertThat(NamedFile.problem(new FileSystemException("/x", null, "is odd"))).isEqualTo("is odd");
        assertThat(NamedFile.problem(new IOException("broken"))).isEqualTo("broken");
    }
}
