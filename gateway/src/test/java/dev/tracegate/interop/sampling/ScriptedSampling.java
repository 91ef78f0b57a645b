package dev.tracegate.interop.sampling;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collector;

/** Answers the two sampling calls of an SDK as a test scripts them. */
final class ScriptedSampling implements AutoCloseable {
    private final HttpServer server;
    private volatile JsonObject rules = rules(List.of(WireRule.byDefault()));
    private volatile JsonObject nextRules = new JsonObject();
    private volatile Supplier<JsonObject> targets = ScriptedSampling::targets;

    ScriptedSampling(Vertx vertx) {
        server = vertx.createHttpServer().requestHandler(this::handle).listen(0, "127.0.0.1").await();
    }

    /** For {@code AWS_XRAY_DAEMON_ADDRESS}. */
    String address() {
        return "127.0.0.1:" + server.actualPort();
    }

    /** From now on answers this to {@code GetSamplingRules}. */
    ScriptedSampling answeringRules(JsonObject answer) {
        rules = answer;
        return this;
    }

    /** From now on answers this to a {@code GetSamplingRules} that names the token of a next page. */
    ScriptedSampling answeringNextRules(JsonObject answer) {
        nextRules = answer;
        return this;
    }

    /** From now on answers this to {@code GetSamplingTargets}. */
    ScriptedSampling answeringTargets(Supplier<JsonObject> answer) {
        targets = answer;
        return this;
    }

    /** An answer of these rules, in this order. */
    static JsonObject rules(List<WireRule> rules) {
        return new JsonObject().put("SamplingRuleRecords", rules.stream().map(WireRule::inRecord).collect(toJson()));
    }

    /** An answer of these targets, of rules that never changed. */
    static JsonObject targets(JsonObject... targets) {
        return new JsonObject().put("SamplingTargetDocuments", new JsonArray(List.of(targets)))
                .put("UnprocessedStatistics", new JsonArray())
                .put("LastRuleModification", 0.0);
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            var answer = request.path().equals("/SamplingTargets") ? targets.get()
                    : namesNextPage(body) ? nextRules : rules;
            request.response().putHeader("Content-Type", "application/json").end(answer.encode());
        });
    }

    /** OpenTelemetry's sampler for Python sends no body at all, and those for Go a token that is null. */
    private static boolean namesNextPage(Buffer body) {
        return body.length() > 0 && body.toJsonObject().getString("NextToken") != null;
    }

    private static Collector<JsonObject, JsonArray, JsonArray> toJson() {
        return Collector.of(JsonArray::new, JsonArray::add, JsonArray::addAll);
    }

    @Override
    public void close() {
        server.close().await();
    }
}
