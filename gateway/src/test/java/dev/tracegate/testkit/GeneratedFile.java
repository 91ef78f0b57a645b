package dev.tracegate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file of the repository that the tests generate from the code. The tests compare it with the code, and write it if the system property
 * {@code docs.write} is true.
 */
public final class GeneratedFile {
    static final String COMMAND = "mvn -q -Pquick test -Dtest='GeneratedDocsTest,MetricsTest' -Ddocs.write=true";

    private GeneratedFile() {}

    /**
     * Fails if the file does not contain exactly the text.
     *
     * @throws AssertionError with the first line that differs and the command that generates the file
     */
    public static void assertIsCurrent(Path file, String text) throws IOException {
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(file, text);
        }
        compare(file, text);
    }

    static void compare(Path file, String text) throws IOException {
        assertThat(file).exists();
        var found = Files.readString(file);
        if (!found.equals(text)) {
            fail("%s differs from what the code generates, %s%nTo generate it again: %s", file.toRealPath(),
                    difference(found, text), COMMAND);
        }
    }

    private static String difference(String found, String text) {
        var lines = found.split("\n", -1);
        var expected = text.split("\n", -1);
        var at = Arrays.mismatch(lines, expected);
        return "first in line %d:%n  file: %s%n  code: %s".formatted(at + 1, line(lines, at), line(expected, at));
    }

    private static String line(String[] lines, int index) {
        return index < lines.length ? lines[index] : "(no such line)";
    }
}
