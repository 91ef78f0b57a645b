package dev.tracegate.interop.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** X-Ray's operations on sampling rules, called as {@code aws xray} calls them. */
final class RuleCalls {
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final URI endpoint;

    RuleCalls(URI endpoint) {
        this.endpoint = endpoint;
    }

    void create(WireRule rule) {
        var fields = rule.fields().copy();
        fields.remove("RuleARN");
        call("/CreateSamplingRule", new JsonObject().put("SamplingRule", fields));
    }

    /** Changes a member of a rule. */
    void update(String name, String member, Object value) {
        call("/UpdateSamplingRule", new JsonObject().put("SamplingRuleUpdate",
                new JsonObject().put("RuleName", name).put(member, value)));
    }

    /** @param userAgent of the SDK in whose name it is called */
    JsonObject rules(String userAgent) {
        return call("/GetSamplingRules", new JsonObject(), userAgent);
    }

    /** Reports ten requests that matched the rule, of a client with this id. */
    JsonObject targets(String rule, String clientId) {
        var report = new JsonObject().put("RuleName", rule)
                .put("ClientID", clientId)
                .put("Timestamp", 1_796_000_000)
                .put("RequestCount", 10)
                .put("SampledCount", 1)
                .put("BorrowCount", 0);
        return call("/SamplingTargets", new JsonObject().put("SamplingStatisticsDocuments", new JsonArray().add(
                report)));
    }

    private JsonObject call(String path, JsonObject body) {
        return call(path, body, "test");
    }

    private JsonObject call(String path, JsonObject body, String userAgent) {
        var request = HttpRequest.newBuilder(endpoint.resolve(path))
                .header("Content-Type", "application/json")
                .header("User-Agent", userAgent)
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofString(body.encode()))
                .build();
        try {
            var response = HTTP.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).as("%s %s: %s", path, body, response.body()).isEqualTo(200);
            return new JsonObject(response.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
