package dev.tracegate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tracegate.admin.auth.AdminAuthorization;
import dev.tracegate.admin.http.AdminOperation;
import dev.tracegate.admin.http.AdminRequest;
import dev.tracegate.admin.http.AdminResponse;
import dev.tracegate.admin.http.OperationHandler;
import dev.tracegate.admin.http.ProblemKind;
import dev.tracegate.admin.read.GetReadinessHandler;
import dev.tracegate.admin.read.LoopReader;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** {@code docs/openapi.yaml} agrees with the operations, responses and schemas of the server. */
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

    /** Compares id, method, path and summary of all operations in the order of the document. */
    @Test
    void the_documented_operations_are_the_mounted_ones() {
        var documented = new ArrayList<String>();
        document.getJsonObject("paths").forEach(path -> ((JsonObject) path.getValue()).forEach(method -> {
            var operation = (JsonObject) method.getValue();
            documented.add(String.join(" ", method.getKey().toUpperCase(Locale.ROOT), path.getKey(),
                    operation.getString("operationId"), operation.getString("summary")));
        }));

        assertThat(operations().stream()
                .map(mounted -> String.join(" ", mounted.method().name(), mounted.path(), mounted.id(),
                        mounted.summary())))
                .containsExactlyElementsOf(documented)
                .doesNotHaveDuplicates();
    }

    /** The handler of {@code getBooks} is {@code GetBooksHandler}, and each handler class has an operation. */
    @Test
    void each_operation_has_a_handler_class_with_its_name() {
        var named = operations().stream()
                .map(operation -> operation.id().substring(0, 1).toUpperCase(Locale.ROOT) + operation.id().substring(1)
                        + "Handler")
                .toList();
        var written = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.tracegate.admin")
                .stream()
                .filter(type -> type.isAssignableTo(OperationHandler.class) && !type.isInterface())
                .map(JavaClass::getSimpleName);

        assertThat(operations().stream().map(operation -> operation.handler().getClass().getSimpleName()))
                .containsExactlyElementsOf(named);
        assertThat(written).containsExactlyInAnyOrderElementsOf(named);
    }

    private static List<AdminOperation> operations() {
        return OperationTable.of(new AdminViews(List.of(), format -> Future.succeededFuture(""),
                new UnusedLoopReader(), new SegmentLedger()::reading,
                new DeadLetters(1, 1, () -> AdminApi.START), Optional.empty(), AdminApi.NO_WORKLOADS));
    }

    private static final class UnusedLoopReader implements LoopReader {
        @Override
        public <T> Future<T> read(Supplier<T> reading) {
            throw new AssertionError("unexpected read");
        }

        @Override
        public <T> Future<T> readInSteps(Supplier<StepwiseReading<T>> reading) {
            throw new AssertionError("unexpected read");
        }
    }

    @Test
    void the_examples_equal_the_responses() {
        try (var api = AdminApi.open(folder)) {
            api.recordSegments();
            for (var path : JSON) {
                assertThat(api.json(path.replace("{traceId}", TRACE))).as(path).isEqualTo(example(path, "200"));
            }
        }
    }

    @Test
    void the_examples_of_problems_equal_the_responses() {
        try (var api = AdminApi.open(folder);
                var bearer = new AdminApi(folder, new AdminAuthorization.Bearer(AdminApi.TOKEN), true, Map::of);
                var closed = new AdminApi(folder, new AdminAuthorization.Closed(), true, Map::of)) {
            var problems = new HashMap<String, JsonObject>();
            problems.put("400", api.json("/v1/dead-letters?limit=0"));
            problems.put("401", bearer.json("/v1/books"));
            problems.put("403", closed.json("/v1/books"));
            problems.put("404", api.json("/v1/traces/" + TRACE + "/fate"));

            problems.forEach((status, answer) -> {
                var content = content("/v1/traces/{traceId}/fate", status);
                assertThat(answer).as(status).isEqualTo(content.getJsonObject("example"));
                fits(status, content.getJsonObject("schema"), answer);
            });
        }
    }

    @Test
    void readiness_has_the_documented_fields() {
        var ready = readiness(check("sink", true), check("access", true));
        var not = readiness(check("sink", true), check("access", false));

        assertThat(fields(new JsonObject(ready.body()))).isEqualTo(fields(example("/health/ready", "200")));
        assertThat(fields(new JsonObject(not.body()))).isEqualTo(fields(example("/health/ready", "503")));
    }

    private static AdminResponse.Content readiness(ReadinessCheck... checks) {
        return new GetReadinessHandler(List.of(checks)).handle(new AdminRequest("", Map.of(), Map.of()))
                .result()
                .content("/health/ready");
    }

    /** Each schema has exactly the properties of its example. */
    @Test
    void the_schemas_match_the_examples() {
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

    /** Each status has one code, so the type of every problem can be {@code about:blank}. */
    @Test
    void every_error_is_documented_and_has_its_own_status() {
        var codes = resolved(new JsonObject().put("$ref", "#/components/schemas/Problem")).getJsonObject("properties")
                .getJsonObject("error")
                .getJsonArray("enum");

        assertThat(codes.stream().map(String::valueOf).toList())
                .isEqualTo(Arrays.stream(ProblemKind.values()).map(ProblemKind::error).toList());
        assertThat(Arrays.stream(ProblemKind.values()).map(ProblemKind::status)).doesNotHaveDuplicates();
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
        var content = resolved(responses.getJsonObject(status)).getJsonObject("content");
        return content.getJsonObject(
                content.containsKey("application/json") ? "application/json" : "application/problem+json");
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

    private static ReadinessCheck check(String name, boolean passes) {
        return new ReadinessCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<String> problem() {
                return passes ? Optional.empty() : Optional.of("because");
            }
        };
    }
}
