package dev.tracegate.embedded.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.embedded.filter.Filter;
import dev.tracegate.embedded.graph.TraceDocuments;
import dev.tracegate.embedded.model.Trace;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** X-Ray checks few fields of a document on receipt, so the other fields may have any type and ids any target. */
class AnyDocumentTest {
    private static final String[] KEYS = {"id", "parent_id", "name", "start_time", "end_time", "type", "namespace",
            "subsegments", "subsegments", "http", "request", "response", "status", "url", "annotations", "aws", "ec2",
            "instance_id", "operation", "table_name", "cause", "exceptions", "message", "fault", "error", "throttle",
            "user", "origin"};
    private static final String[] TEXTS = {"a", "b", "c", "d", "aws", "remote", "subsegment", "DynamoDB", ""};
    private static final String EVERYTHING = """
            (ok OR error OR fault OR throttle OR partial OR inferred) responsetime >= 0 OR duration > 1 OR http.status = 200
            OR http.url OR user OR instance.id OR annotation.a > 1 OR annotation[b] CONTAINS "x" OR service(){root name = "a"}
            OR edge("a","b"){ok duration < 1} OR rootcause.fault.entity{last remote} OR rootcause.error.exception{message}
            OR rootcause.responsetime.entity{coverage > 0.5 first}""";

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void random_documents_are_summarised_and_filtered_without_an_exception(long seed) throws Exception {
        var random = new Random(seed);
        var filter = Filter.parse(EVERYTHING);
        var opposite = Filter.parse("!(" + EVERYTHING + ")");

        for (int i = 0; i < 500; i++) {
            var documents = IntStream.range(0, 1 + random.nextInt(6))
                    .mapToObj(any -> object(random, 4).encode().replace("\"Infinity\"", "1e999"))
                    .toList();
            var trace = Trace.assemble("t", documents, 1, 0);
            var summary = new JsonObject(TraceSummary.of(trace).encode());

            assertThat(summary.fieldNames()).hasSize(21);
            assertThat(filter.matches(trace)).isNotEqualTo(opposite.matches(trace));
            TraceDocuments.of(trace).forEach(document -> assertThat(new JsonObject(document.text())).isNotNull());
        }
    }

    private static JsonObject object(Random random, int depth) {
        var object = new JsonObject();
        for (int i = random.nextInt(12); i > 0; i--) {
            object.put(KEYS[random.nextInt(KEYS.length)], value(random, depth));
        }
        return object;
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 9)) {
            case 0 -> random.nextBoolean();
            case 1 -> random.nextInt(600);
            case 2 -> random.nextGaussian() * 10;
            case 3 -> new JsonObject("{\"n\":1e999}").getValue("n");
            case 4 -> TEXTS[random.nextInt(TEXTS.length)];
            case 5, 6 -> object(random, depth - 1);
            default -> new JsonArray().add(value(random, depth - 1)).add(object(random, depth - 1));
        };
    }
}
