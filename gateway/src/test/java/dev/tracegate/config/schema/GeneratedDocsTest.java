package dev.tracegate.config.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.config.load.ConfigFile;
import dev.tracegate.config.tenants.TenantKeys;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.GeneratedFile;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The example file, the JSON Schema and the tables of the manual agree with the code. */
class GeneratedDocsTest {
    private static final Path ROOT = Path.of(System.getProperty("basedir", ".")).resolve("..");
    private static final Path EXAMPLE = ROOT.resolve("config/tracegate.yaml");
    private static final Path SCHEMA = ROOT.resolve("config/tracegate.schema.json");
    private static final Path MANUAL = ROOT.resolve("docs/configuration.md");

    @Test
    void the_example_file_is_generated_from_the_keys() throws Exception {
        GeneratedFile.assertIsCurrent(EXAMPLE, GeneratedDocs.example());
    }

    @Test
    void the_example_file_has_every_key_with_its_default() throws Exception {
        var problems = new Problems();

        var file = ConfigFile.parse(Files.readAllBytes(EXAMPLE), problems);

        assertThat(problems.lines()).isEmpty();
        assertThat(file.kind()).isEqualTo(ConfigFile.Kind.OWN);
        assertThat(paths(new Yaml().<Map<String, Object>>load(Files.readString(EXAMPLE))))
                .containsExactlyInAnyOrderElementsOf(everyPath());
        assertThat(file.tenants()).isEmpty();
        assertThat(SettingsCatalog.all()).allSatisfy(
                key -> file.values()
                        .get(key)
                        .ifPresent(configured -> assertThat(configured.value()).isEqualTo(key.defaultValue())));
    }

    @Test
    void the_schema_is_generated_from_the_keys() throws Exception {
        GeneratedFile.assertIsCurrent(SCHEMA, GeneratedDocs.schema());
        assertThat(paths(properties(new JsonObject(Files.readString(SCHEMA)))))
                .containsExactlyInAnyOrderElementsOf(everyPath());
    }

    @Test
    void the_commented_tenants_in_the_example_file_are_valid() throws Exception {
        var example = Files.readString(EXAMPLE);
        var problems = new Problems();

        var file = ConfigFile.parse(example.replace("\n#  ", "\n  ").getBytes(UTF_8), problems);

        assertThat(problems.lines()).isEmpty();
        assertThat(file.tenants()).extracting(Tenant::id)
                .containsExactly(new TenantId("orders"), new TenantId("apps"),
                        new TenantId("tools"));
        assertThat(TenantKeys.all()).allSatisfy(
                key -> assertThat(example.substring(example.indexOf("\ntenants:"))).contains(key.name() + ": "));
    }

    private static List<String> everyPath() {
        return Stream.concat(SettingsCatalog.all().stream().map(Key::path), Stream.of(TenantKeys.LIST)).toList();
    }

    @Test
    void the_tables_of_the_manual_are_generated_from_the_code() throws Exception {
        var manual = Files.readString(MANUAL);

        GeneratedFile.assertIsCurrent(MANUAL,
                with(with(with(manual, "keys", GeneratedDocs.keys()), "tenants", GeneratedDocs.tenantKeys()), "flags",
                        GeneratedDocs.flags()));
    }

    private static Map<String, Object> properties(JsonObject schema) {
        var found = new TreeMap<String, Object>();
        for (var entry : schema.getJsonObject("properties")) {
            var property = (JsonObject) entry.getValue();
            found.put(entry.getKey(), property.containsKey("properties") ? properties(property) : Map.of());
        }
        return found;
    }

    private static Stream<String> inner(Map.Entry<String, ?> entry) {
        return entry.getValue() instanceof Map<?, ?> section && !section.isEmpty()
                ? section.keySet().stream().map(name -> entry.getKey() + "." + name)
                : Stream.of(entry.getKey());
    }

    private static List<String> paths(Map<String, Object> tree) {
        return tree.entrySet().stream().flatMap(GeneratedDocsTest::inner).toList();
    }

    private static String with(String text, String name, String table) {
        var block = Pattern.compile("(<!-- made from the code: " + name + " -->\n).*?(<!-- end -->)", Pattern.DOTALL);
        assertThat(text).as("%s has a place for %s", MANUAL, name).containsPattern(block);
        return block.matcher(text).replaceFirst("$1" + Matcher.quoteReplacement(table) + "$2");
    }
}
