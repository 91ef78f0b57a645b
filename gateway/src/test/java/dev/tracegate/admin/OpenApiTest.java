package dev.tracegate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.admin.auth.AdminAuthorization;
import dev.tracegate.admin.read.LoopReader;
import dev.tracegate.admin.read.Readiness;
import dev.tracegate.admin.read.ReadinessCheck;
import dev.tracegate.flow.history.DeadLetters;
import dev.tracegate.flow.history.Fate;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.StepwiseReading;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** docs/openapi.yaml says what the server does. */
class OpenApiTest {
    private static final Path DOCUMENT = Path.of(System.getProperty("basedir", "."))
            .resolve("..")
            .resolve("docs/openapi.yaml");
    private static final List<String> JSON = List.of("/health/live", "/v1/books", "/v1/dead-letters",
            "/v1/traces/{traceId}/fate", "/v1/workloads");
    private static final String TRACE = "1-65a1b2c3-0123456789abcdef01234567";

    private JsonObject document = new JsonObject();
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void read() throws IOException {
        document = new JsonObject(new Yaml().<Map<String, Object>>load(Files.readString(DOCUMENT)));
    }

    @Test
    void the_paths_documented_are_those_served() {
        var views = new AdminViews(List.of(), format -> Future.succeededFuture(""), new LoopReaderOfNothing(),
                new SegmentLedger()::reading,
                new DeadLetters(1, 1, () -> AdminApi.START), Optional.empty(), AdminApi.NOBODY);

        assertThat(new AdminPages(views, new AdminAuthorization.Open()).paths())
                .containsExactlyElementsOf(document.getJsonObject("paths").fieldNames());
    }

    private static final class LoopReaderOfNothing implements LoopReader {
        @Override
        public <T> Future<T> read(Supplier<T> question) {
            throw new AssertionError("not asked");
        }

        @Override
        public <T> Future<T> readInSteps(Supplier<StepwiseReading<T>> question) {
            throw new AssertionError("not asked");
        }
    }

    @Test
    void the_examples_are_real_answers() {
        try (var api = AdminApi.open(folder)) {
            api.lives();
            for (var path : JSON) {
                assertThat(api.json(path.replace("{traceId}", TRACE))).as(path).isEqualTo(example(path, "200"));
            }
        }
    }

    @Test
    void the_examples_of_problems_are_real_answers() {
        try (var api = AdminApi.open(folder);
                var bearer = new AdminApi(folder, new AdminAuthorization.Bearer(AdminApi.TOKEN), true, Map::of);
                var closed = new AdminApi(folder, new AdminAuthorization.Closed(), true, Map::of)) {
            var asked = new HashMap<String, JsonObject>();
            asked.put("400", api.json("/v1/dead-letters?limit=0"));
            asked.put("401", bearer.json("/v1/books"));
            asked.put("403", closed.json("/v1/books"));
            asked.put("404", api.json("/v1/traces/" + TRACE + "/fate"));

            asked.forEach((status, answer) -> assertThat(answer).as(status)
                    .isEqualTo(example("/v1/traces/{traceId}/fate", status)));
        }
    }

    @Test
    void readiness_has_the_fields_documented() {
        var ready = new Readiness(List.of(check("sink", true), check("access", true))).page();
        var not = new Readiness(List.of(check("sink", true), check("access", false))).page();

        assertThat(fields(new JsonObject(ready.body()))).isEqualTo(fields(example("/health/ready", "200")));
        assertThat(fields(new JsonObject(not.body()))).isEqualTo(fields(example("/health/ready", "503")));
    }

    /** Each schema has the properties that its example has, no more and no fewer. */
    @Test
    void the_schemas_fit_the_examples() {
        for (var path : JSON) {
            var content = content(path, "200");
            fits(path, content.getJsonObject("schema"), content.getValue("example"));
        }
    }

    @Test
    void every_state_is_documented() {
        var states = resolved(new JsonObject().put("$ref", "#/components/schemas/Fate")).getJsonObject("properties")
                .getJsonObject("state")
                .getJsonArray("enum");

        assertThat(states.stream().map(String::valueOf).toList())
                .isEqualTo(Arrays.stream(Fate.State.values()).map(Fate.State::label).toList());
    }

    private void fits(String at, JsonObject given, Object example) {
        var schema = resolved(given);
        switch (example) {
            case JsonArray array -> array.forEach(one -> fits(at + "[]", schema.getJsonObject("items"), one));
            case JsonObject object when schema.containsKey("properties") -> {
                var properties = schema.getJsonObject("properties");
                assertThat(object.fieldNames()).as(at).isEqualTo(properties.fieldNames());
                object.forEach(entry -> fits(at + "." + entry.getKey(), properties.getJsonObject(entry.getKey()),
                        entry.getValue()));
            }
            case JsonObject map -> map.forEach(
                    entry -> fits(at + ".*", schema.getJsonObject("additionalProperties"), entry.getValue()));
            case null -> assertThat(schema.getJsonArray("type")).as(at).contains("null");
            default -> assertThat(schema.fieldNames()).as(at).containsAnyOf("type", "enum", "const");
        }
    }

    private JsonObject example(String path, String status) {
        return content(path, status).getJsonObject("example");
    }

    private JsonObject content(String path, String status) {
        var responses = document.getJsonObject("paths")
                .getJsonObject(path)
                .getJsonObject("get")
                .getJsonObject("responses");
        return resolved(responses.getJsonObject(status)).getJsonObject("content").getJsonObject("application/json");
    }

    private JsonObject resolved(JsonObject given) {
        var found = given;
        if (given.containsKey("$ref")) {
            found = document;
            for (var step : given.getString("$ref").substring(2).split("/", -1)) {
                found = found.getJsonObject(step);
            }
        }
        return found;
    }

    private static Set<String> fields(JsonObject json) {
        var names = new TreeSet<>(json.fieldNames());
        json.getJsonArray("checks").forEach(check -> names.addAll(((JsonObject) check).fieldNames()));
        return names;
    }

    private static ReadinessCheck check(String name, boolean fine) {
        return new ReadinessCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<String> problem() {
                return fine ? Optional.empty() : Optional.of("because");
            }
        };
    }
}
