package dev.tracegate.interop.sampling;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collector;

/** Answers the two sampling calls of an SDK as a test scripts them, and keeps the statistics it is sent. */
final class ScriptedSampling implements AutoCloseable {
    private final HttpServer server;
    private final List<JsonObject> statistics = new CopyOnWriteArrayList<>();
    private volatile JsonObject rules = rules(List.of(WireRule.byDefault()));
    private volatile Function<JsonObject, JsonObject> targets = ScriptedSampling::noTargets;

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

    /** From now on answers this to {@code GetSamplingTargets}; the function is given an element of the request's statistics. */
    ScriptedSampling answeringTargets(Function<JsonObject, JsonObject> answer) {
        targets = answer;
        return this;
    }

    /** The elements of {@code SamplingStatisticsDocuments} received so far. */
    List<JsonObject> statistics() {
        return statistics;
    }

    /** An answer of these rules, in this order. */
    static JsonObject rules(List<WireRule> rules) {
        return new JsonObject().put("SamplingRuleRecords", rules.stream().map(WireRule::inRecord).collect(toJson()));
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            var answer = request.path().equals("/SamplingTargets") ? targets(body.toJsonObject()) : rules;
            request.response().putHeader("Content-Type", "application/json").end(answer.encode());
        });
    }

    private JsonObject targets(JsonObject request) {
        var received = request.getJsonArray("SamplingStatisticsDocuments")
                .stream()
                .map(JsonObject.class::cast)
                .toList();
        statistics.addAll(received);
        var answer = noTargets(request);
        received.forEach(one -> answer.getJsonArray("SamplingTargetDocuments").add(targets.apply(one)));
        return answer;
    }

    private static JsonObject noTargets(JsonObject request) {
        return new JsonObject().put("SamplingTargetDocuments", new JsonArray())
                .put("UnprocessedStatistics", new JsonArray())
                .put("LastRuleModification", 0.0);
    }

    private static Collector<JsonObject, JsonArray, JsonArray> toJson() {
        return Collector.of(JsonArray::new, JsonArray::add, JsonArray::addAll);
    }

    @Override
    public void close() {
        server.close().await();
    }
}
