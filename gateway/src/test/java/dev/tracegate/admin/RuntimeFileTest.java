package dev.tracegate.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RuntimeFileTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void contains_one_line_and_is_readable_only_by_its_owner() throws IOException {
        var file = new RuntimeFile(folder.resolve("run/tracegate/admin"), 4711);

        file.write("127.0.0.1", 2080);

        assertThat(file.path()).hasContent("127.0.0.1 2080 4711\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path()))).isEqualTo("rw-------");
        assertThat(file.path().getParent()).isDirectoryContaining(path -> path.equals(file.path()));
        try (var beside = Files.list(file.path().getParent())) {
            assertThat(beside).as("files in the folder, without a temporary one").containsExactly(file.path());
        }
    }

    @Test
    void replaces_the_file_of_an_earlier_process() throws IOException {
        var file = new RuntimeFile(folder.resolve("admin"), 4711);
        Files.writeString(file.path(), "127.0.0.1 1 1\nand more");

        file.write("127.0.0.1", 2080);

        assertThat(file.path()).hasContent("127.0.0.1 2080 4711\n");
    }

    @Test
    void is_not_written_through_a_symbolic_link() throws IOException {
        var target = Files.writeString(folder.resolve("precious"), "untouched");
        var file = new RuntimeFile(Files.createSymbolicLink(folder.resolve("admin"), target), 4711);

        file.write("127.0.0.1", 2080);

        assertThat(target).hasContent("untouched");
        assertThat(file.path()).isRegularFile().hasContent("127.0.0.1 2080 4711\n");
        assertThat(Files.isSymbolicLink(file.path())).isFalse();
    }

    @Test
    void is_deleted_by_the_process_that_wrote_it() throws IOException {
        var file = new RuntimeFile(folder.resolve("admin"), 4711);
        file.write("127.0.0.1", 2080);

        file.delete("127.0.0.1", 2080);
        file.delete("127.0.0.1", 2080);

        assertThat(file.path()).doesNotExist();
    }

    /** Another process may replace the file; the deletion fails then and does not block. */
    @Test
    @Timeout(10)
    void a_link_a_pipe_or_a_folder_in_its_place_is_not_read_or_deleted() throws Exception {
        var file = new RuntimeFile(folder.resolve("admin"), 4711);
        var target = Files.writeString(folder.resolve("other"), "127.0.0.1 2080 4711\n");

        Files.createSymbolicLink(file.path(), target);
        assertThatThrownBy(() -> file.delete("127.0.0.1", 2080)).hasMessageContaining("is a symbolic link");
        Files.delete(file.path());
        assertThat(new ProcessBuilder("mkfifo", file.path().toString()).start().waitFor()).isZero();
        assertThatThrownBy(() -> file.delete("127.0.0.1", 2080)).hasMessageContaining("is a pipe");
        Files.delete(file.path());
        Files.createDirectory(file.path());
        assertThatThrownBy(() -> file.delete("127.0.0.1", 2080)).hasMessageContaining("is a folder");

        assertThat(target).exists();
    }

    @Test
    void the_file_of_a_successor_is_not_deleted() throws IOException {
        var path = folder.resolve("admin");
        var first = new RuntimeFile(path, 1);
        first.write("127.0.0.1", 2080);
        new RuntimeFile(path, 2).write("127.0.0.1", 2081);

        first.delete("127.0.0.1", 2080);

        assertThat(path).hasContent("127.0.0.1 2081 2\n");
    }
}
