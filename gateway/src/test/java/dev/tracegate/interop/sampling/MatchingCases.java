package dev.tracegate.interop.sampling;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The table {@code sampling/matching.json}: which rule a request matches, for each SDK. */
record MatchingCases(List<Case> cases) {

    /** Rules, and requests that are matched against them. */
    record Case(JsonObject json) {
        String name() {
            return json.getString("name");
        }

        JsonArray requests() {
            return json.getJsonArray("requests");
        }

        /** The rules as X-Ray lists them: by name, Default last. */
        List<WireRule> rules() {
            var custom = objects(json, "rules").map(Case::rule).sorted(Comparator.comparing(WireRule::name));
            return Stream.concat(custom, Stream.of(WireRule.byDefault())).toList();
        }

        /** The same with rates that tell which rule decided: the n-th of m has n / (m + 1). */
        List<WireRule> rulesByRate() {
            var rules = rules();
            return IntStream.range(0, rules.size())
                    .mapToObj(rank -> rules.get(rank).sampling((rank + 1.0) / (rules.size() + 1), 0))
                    .toList();
        }

        /** The rule that the SDK's matcher finds for each request. */
        List<String> expected(SamplingSdk sdk) {
            return objects(json, "requests").map(request -> request.getJsonObject("expected"))
                    .map(expected -> expected.getString(sdk.id(),
                            expected.getString(sdk.isLenient() ? "lenient" : "strict")))
                    .toList();
        }

        private static WireRule rule(JsonObject row) {
            var rule = WireRule.of(row.getString("name"), row.getInteger("priority"));
            return rule.with("ServiceName", row.getString("serviceName", "*"))
                    .with("ServiceType", row.getString("serviceType", "*"))
                    .with("Host", row.getString("host", "*"))
                    .with("HTTPMethod", row.getString("httpMethod", "*"))
                    .with("URLPath", row.getString("urlPath", "*"));
        }

        private static Stream<JsonObject> objects(JsonObject parent, String field) {
            return parent.getJsonArray(field).stream().map(JsonObject.class::cast);
        }
    }

    static MatchingCases read() {
        try (var table = MatchingCases.class.getResourceAsStream("/sampling/matching.json")) {
            var json = new JsonObject(Buffer.buffer(Objects.requireNonNull(table).readAllBytes()));
            return new MatchingCases(Case.objects(json, "cases").map(Case::new).toList());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
