package dev.tracegate.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The files that editors, Maven and GitHub read agree with the rest of the repository. */
class RepositoryDocumentsTest {
    private static final Path ROOT = Path.of(System.getProperty("basedir", ".")).resolve("..").normalize();
    private static final Path GITHUB = ROOT.resolve(".github");

    @Test
    void the_editor_settings_agree_with_the_formatter() throws IOException {
        var formatter = Files.readString(ROOT.resolve("config/eclipse-formatter.xml"));
        int indent = setting(formatter, "indentation.size");

        assertThat(javaSection()).containsEntry("indent_size", indent)
                .containsEntry("ij_continuation_indent_size", indent * setting(formatter, "continuation_indentation"))
                .containsEntry("max_line_length", setting(formatter, "lineSplit"));
    }

    @Test
    void the_wrapper_downloads_one_verified_maven_and_has_no_jar() throws IOException {
        var wrapper = new Properties();
        try (var file = Files.newBufferedReader(ROOT.resolve(".mvn/wrapper/maven-wrapper.properties"))) {
            wrapper.load(file);
        }

        assertThat(wrapper.getProperty("distributionType")).isEqualTo("only-script");
        assertThat(wrapper.getProperty("distributionUrl")).startsWith("https://repo.maven.apache.org/maven2/");
        assertThat(wrapper.getProperty("distributionSha256Sum")).matches("[0-9a-f]{64}");
        assertThat(ROOT.resolve("mvnw")).isExecutable();
        assertThat(ROOT.resolve(".mvn/wrapper/maven-wrapper.jar")).doesNotExist();
    }

    @Test
    void ci_runs_the_script_that_developers_run() throws IOException {
        var workflow = yaml(GITHUB.resolve("workflows/ci.yml"));

        assertThat(workflow.toString()).contains(" .ci/run").contains("java-version=" + jdk());
        assertThat(ROOT.resolve(".ci/run")).isExecutable();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bug.yml", "feature.yml"})
    void an_issue_form_has_what_github_requires(String name) throws IOException {
        var form = yaml(GITHUB.resolve("ISSUE_TEMPLATE").resolve(name));

        assertThat(form).containsKeys("name", "description", "body");
        assertThat(list(form, "body")).isNotEmpty()
                .allSatisfy(field -> assertThat(field).containsKeys("type", "attributes"))
                .extracting(field -> field.get("id"))
                .doesNotHaveDuplicates();
    }

    @Test
    void dependency_updates_name_folders_with_a_manifest() throws IOException {
        var manifests = Map.of("maven", "pom.xml", "npm", "package-lock.json", "pip", "requirements.txt", "docker",
                "Dockerfile", "github-actions", ".github/workflows/ci.yml");

        for (var update : list(yaml(GITHUB.resolve("dependabot.yml")), "updates")) {
            var manifest = manifests.get(String.valueOf(update.get("package-ecosystem")));
            assertThat(directories(update)).isNotEmpty()
                    .allSatisfy(
                            folder -> assertThat(ROOT.resolve(folder.substring(1)).resolve(String.valueOf(manifest)))
                                    .isRegularFile());
        }
    }

    @Test
    void code_owners_are_teams_and_their_paths_exist() throws IOException {
        var lines = Files.readAllLines(GITHUB.resolve("CODEOWNERS"))
                .stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> Pattern.compile("\\s+").splitAsStream(line).toList())
                .toList();

        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            assertThat(line.subList(1, line.size())).isNotEmpty().allMatch(owner -> owner.matches("@[\\w-]+/[\\w-]+"));
            assertThat(exists(line.getFirst())).as(line.getFirst()).isTrue();
        });
    }

    /** {@code *}, or a path from the root of the repository, of a folder or a file. */
    private static boolean exists(String pattern) throws IOException {
        if (pattern.equals("*")) {
            return true;
        }
        assertThat(pattern).startsWith("/");
        var path = ROOT.resolve(pattern.substring(1));
        if (!pattern.contains("*")) {
            return pattern.endsWith("/") ? Files.isDirectory(path) : Files.isRegularFile(path);
        }
        var glob = FileSystems.getDefault().getPathMatcher("glob:" + path.getFileName());
        try (Stream<Path> files = Files.list(path.getParent())) {
            return files.anyMatch(file -> glob.matches(file.getFileName()));
        }
    }

    private static Map<String, Integer> javaSection() throws IOException {
        var text = Files.readString(ROOT.resolve(".editorconfig"));
        var section = text.substring(text.indexOf("[*.java]"));
        return Pattern.compile("(?m)^(\\w+) = (\\d+)$")
                .matcher(section.substring(0, section.indexOf("\n[")))
                .results()
                .collect(Collectors.toMap(line -> line.group(1), line -> Integer.valueOf(line.group(2))));
    }

    private static int setting(String formatter, String name) {
        var found = Pattern.compile("formatter\\." + Pattern.quote(name) + "\" value=\"(\\d+)\"").matcher(formatter);
        assertThat(found.find()).as(name).isTrue();
        return Integer.parseInt(found.group(1));
    }

    private static String jdk() throws IOException {
        var found = Pattern.compile("<jdk>(\\d+)</jdk>").matcher(Files.readString(ROOT.resolve("pom.xml")));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private static Set<String> directories(Map<String, Object> update) {
        var folder = update.get("directory");
        return folder == null
                ? ((List<?>) update.get("directories")).stream().map(String::valueOf).collect(Collectors.toSet())
                : Set.of(String.valueOf(folder));
    }

    private static Map<String, Object> yaml(Path file) throws IOException {
        return new Yaml().<Map<String, Object>>load(Files.readString(file));
    }

    @SuppressWarnings("unchecked") // the test fails if the file has another type there
    private static List<Map<String, Object>> list(Map<String, Object> of, String key) {
        return (List<Map<String, Object>>) of.get(key);
    }
}
