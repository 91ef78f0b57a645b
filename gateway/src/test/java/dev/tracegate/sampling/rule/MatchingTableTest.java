package dev.tracegate.sampling.rule;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gateway's matcher on the table that the SDKs' own matchers evaluate in {@code SdkMatchingIT}. */
class MatchingTableTest {

    static Stream<JsonObject> cases() throws IOException {
        try (var table = requireNonNull(MatchingTableTest.class.getResourceAsStream("/sampling/matching.json"))) {
            return objects(new JsonObject(Buffer.buffer(table.readAllBytes())), "cases").toList().stream();
        }
    }

    private static Stream<JsonObject> objects(JsonObject parent, String member) {
        return parent.getJsonArray(member).stream().map(JsonObject.class::cast);
    }

    private static SamplingRule rule(JsonObject row) {
        return new SamplingRule(row.getString("name"), row.getInteger("priority"), 0.5, 0,
                row.getString("serviceName", "*"),
                row.getString("serviceType", "*"), row.getString("host", "*"), row.getString("httpMethod", "*"),
                row.getString("urlPath", "*"), "*", Map.of(), Optional.empty());
    }

    private static SampledRequest request(JsonObject row) {
        return new SampledRequest(row.getString("serviceName"), row.getString("serviceType"), row.getString("host"),
                row.getString("httpMethod"), row.getString("urlPath"), Map.of());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_gateway_finds_the_rule_that_the_sdks_find(JsonObject row) {
        var book = RuleBook.of(objects(row, "rules").map(MatchingTableTest::rule).toList(), Instant.EPOCH);

        objects(row, "requests").forEach(each -> {
            var expected = each.getJsonObject("expected");
            assertThat(new RuleMatcher(book, ClientKind.XRAY).match(request(each)).rule().name())
                    .as("%s: %s, X-Ray SDKs but Java's", row.getString("name"), each)
                    .isEqualTo(expected.getString("lenient"));
            assertThat(new RuleMatcher(book, ClientKind.XRAY_JAVA).match(request(each)).rule().name())
                    .as("%s: %s, X-Ray SDK for Java", row.getString("name"), each)
                    .isEqualTo(expected.getString("strict"));
            assertThat(new RuleMatcher(book, ClientKind.OPENTELEMETRY).match(request(each)).rule().name())
                    .as("%s: %s, OpenTelemetry's sampler for Java", row.getString("name"), each)
                    .isEqualTo(expected.getString("otel-java", expected.getString("strict")));
        });
    }
}
