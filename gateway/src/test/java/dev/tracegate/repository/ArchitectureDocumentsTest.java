package dev.tracegate.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The classes that the pages name and the files that they link to exist. */
class ArchitectureDocumentsTest {
    private static final Path ROOT = Path.of(System.getProperty("basedir", ".")).resolve("..").normalize();
    private static final Path CODE = ROOT.resolve("gateway/src/main/java/dev/tracegate");
    private static final Path PAGE = ROOT.resolve("docs/architecture.md");
    /** A class with its package, below dev.tracegate. */
    private static final Pattern CLASS = Pattern.compile("`([a-z]+(?:\\.[a-z]+)*)\\.([A-Z]\\w+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?://|#)([^)#]+)");
    /** Questions of the page that a newcomer would ask, each answered by at most two classes. */
    private static final int QUESTIONS = 10;

    static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"), 2); Stream<Path> top = Files.list(ROOT)) {
            return Stream.concat(docs, top).filter(file -> file.toString().endsWith(".md")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void classes_that_a_page_names_exist(Path page) throws IOException {
        var missing = CLASS.matcher(Files.readString(page))
                .results()
                .filter(name -> !Files.exists(CODE.resolve(name.group(1).replace('.', '/'), name.group(2) + ".java")))
                .map(name -> name.group())
                .distinct();

        assertThat(missing).as("classes named in %s that do not exist", page).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void files_that_a_page_links_to_exist(Path page) throws IOException {
        var folder = ROOT.relativize(page).getParent();
        var here = folder == null ? ROOT : ROOT.resolve(folder);
        var missing = LINK.matcher(Files.readString(page))
                .results()
                .map(link -> link.group(1))
                .filter(link -> !Files.exists(here.resolve(link)))
                .distinct();

        assertThat(missing).as("links in %s", page).isEmpty();
    }

    @Test
    void every_question_is_answered_by_one_or_two_classes() throws IOException {
        var page = Files.readString(PAGE);
        var rows = page.substring(page.indexOf("## Ten questions"))
                .lines()
                .filter(line -> line.startsWith("| ") && line.contains("?"))
                .toList();

        assertThat(rows).hasSize(QUESTIONS)
                .allSatisfy(row -> assertThat(CLASS.matcher(row).results().count()).as(row).isBetween(1L, 2L));
    }

    @Test
    void the_readme_and_the_contributing_guide_link_the_page() throws IOException {
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains("(docs/architecture.md)");
        assertThat(Files.readString(ROOT.resolve("CONTRIBUTING.md"))).contains("(docs/architecture.md)");
    }
}
