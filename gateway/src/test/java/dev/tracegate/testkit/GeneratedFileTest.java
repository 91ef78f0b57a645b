package dev.tracegate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedFileTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void accepts_a_file_with_the_text() {
        assertThatCode(() -> GeneratedFile.compare(file("a\nb\n"), "a\nb\n")).doesNotThrowAnyException();
    }

    @Test
    void names_the_file_the_first_different_line_and_the_command() throws IOException {
        var file = file("a\nold\nc\n");

        assertThatThrownBy(() -> GeneratedFile.compare(file, "a\nnew\nc\n")).isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(file.toRealPath().toString(), "line 2", "file: old", "code: new",
                        GeneratedFile.COMMAND);
    }

    @Test
    void names_a_missing_line() {
        assertThatThrownBy(() -> GeneratedFile.compare(file("a"), "a\nb"))
                .hasMessageContainingAll("line 2", "file: (no such line)", "code: b");
    }

    /** Otherwise the command would leave a file as it is. */
    @Test
    void the_command_runs_every_test_that_compares_a_file() throws IOException {
        try (var sources = Files.walk(Path.of(System.getProperty("basedir", ".")).resolve("src/test/java"))) {
            var tests = sources.filter(source -> source.toString().endsWith("Test.java"))
                    .filter(source -> !source.endsWith("GeneratedFileTest.java"))
                    .filter(GeneratedFileTest::comparesAFile)
                    .map(source -> source.getFileName().toString().replace(".java", ""))
                    .sorted()
                    .collect(Collectors.joining(","));

            assertThat(GeneratedFile.COMMAND).contains("-Dtest='" + tests + "'");
        }
    }

    private static boolean comparesAFile(Path source) {
        try {
            return Files.readString(source).contains("GeneratedFile.assertIsCurrent(");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("page.md"), text);
    }
}
