package dev.tracegate.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.interop.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The list of third-party licences names each library of the distribution, with its version, and no other. With {@code -Ddocs.write=true} new
 * versions of listed libraries are written into the list. A library that is not listed fails the test: its licence has to be read by a person.
 */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ThirdPartyNoticesIT {
    private static final Path LICENSES = Workplace.ROOT.resolve("gateway/src/main/dist/licenses");
    private static final Path NOTICES = LICENSES.resolve("THIRD-PARTY.md");
    /** Group, artifact, version, licence. */
    private static final Pattern ROW = Pattern
            .compile("\\| `([^`]+)` \\| `([^`]+)` \\| ([^ |]+) \\| ([^|]+) \\|");

    private record Row(String group, String artifact, String version, String licence) {
        String file() {
            return artifact + "-" + version + ".jar";
        }

        Row as(String newVersion) {
            return new Row(group, artifact, newVersion, licence);
        }

        @Override
        public String toString() {
            return "| `%s` | `%s` | %s | %s |".formatted(group, artifact, version, licence);
        }
    }

    @Test
    void every_java_library_has_a_row_with_its_version() throws IOException {
        if (Boolean.getBoolean("docs.write")) {
            writeVersions();
        }

        assertThat(rows()).extracting(Row::file)
                .as("libraries of the distribution; -Ddocs.write=true writes new versions of listed ones")
                .containsExactlyInAnyOrderElementsOf(libraries());
    }

    @Test
    void every_native_library_is_named() throws IOException {
        var notices = Files.readString(NOTICES);

        assertThat(names(Workplace.DISTRIBUTION.resolve("lib/native"))).isNotEmpty()
                .allSatisfy(file -> assertThat(notices).contains("`" + file + "`"));
    }

    @Test
    void every_licence_in_use_has_its_text_in_the_distribution() throws IOException {
        var texts = texts();

        assertThat(rows()).extracting(row -> row.licence().replaceFirst(" .*", ""))
                .allSatisfy(licence -> assertThat(texts).as(licence).anyMatch(text -> text.startsWith(licence)));
        for (var link : links()) {
            assertThat(LICENSES.resolve(link)).isNotEmptyFile();
            assertThat(Workplace.DISTRIBUTION.resolve("licenses").resolve(link)).hasSameBinaryContentAs(
                    LICENSES.resolve(link));
        }
    }

    private static List<Row> rows() throws IOException {
        return Files.readString(NOTICES)
                .lines()
                .flatMap(line -> ROW.matcher(line).results())
                .map(found -> new Row(found.group(1), found.group(2), found.group(3), found.group(4)))
                .toList();
    }

    private static List<String> libraries() throws IOException {
        return names(Workplace.DISTRIBUTION.resolve("lib")).stream()
                .filter(name -> name.endsWith(".jar") && !name.equals("tracegate.jar"))
                .toList();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).distinct().toList();
        }
    }

    /** The first column of the table of texts: the licence whose text, or whose lack of one, the second column gives. */
    private static List<String> texts() throws IOException {
        var notices = Files.readString(NOTICES);
        return notices.substring(notices.indexOf("\n## Texts"))
                .lines()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.substring(2, line.indexOf(" |", 2)))
                .toList();
    }

    private static List<String> links() throws IOException {
        return Pattern.compile("\\]\\((texts/[^)]+|amazon[^)]+)\\)")
                .matcher(Files.readString(NOTICES))
                .results()
                .map(link -> link.group(1))
                .distinct()
                .toList();
    }

    private static void writeVersions() throws IOException {
        var notices = Files.readString(NOTICES);
        var libraries = new ArrayList<>(libraries());
        for (var row : rows()) {
            // a digit follows the artifact, since one artifact's name may begin with another's
            var version = Pattern.compile(Pattern.quote(row.artifact()) + "-(\\d.*)\\.jar");
            var now = libraries.stream().flatMap(name -> version.matcher(name).results()).findFirst();
            notices = notices.replace(row + "\n", now.map(found -> row.as(found.group(1)) + "\n").orElse(""));
        }
        Files.writeString(NOTICES, notices);
    }
}
