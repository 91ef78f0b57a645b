package dev.tracegate.testkit;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** An ECS over real HTTP: DescribeTasks and DescribeTaskDefinition, in JSON 1.1. */
public final class FakeEcs implements AutoCloseable {
    private static final String TARGET = "AmazonEC2ContainerServiceV20141113.";

    private final HttpServer server;
    private final Map<String, JsonObject> tasks = new ConcurrentHashMap<>();
    private final Map<String, JsonObject> definitions = new ConcurrentHashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Set<String> passedOver = ConcurrentHashMap.newKeySet();
    private volatile @Nullable JsonObject error;

    /** A call as it arrived. */
    public record Call(String operation, JsonObject body, MultiMap headers) {}

    private FakeEcs(Vertx vertx) {
        this.server = OnLoop.await(vertx.createHttpServer().requestHandler(this::receive).listen(0, "127.0.0.1"));
    }

    public static FakeEcs start(Vertx vertx) {
        return new FakeEcs(vertx);
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** There is such a task, with ECS's own members. */
    public FakeEcs task(JsonObject task) {
        tasks.put(task.getString("taskArn"), task);
        return this;
    }

    public FakeEcs definition(String arn, JsonObject definition) {
        definitions.put(arn, definition);
        return this;
    }

    /** No answer says anything of that task, not even that it is missing. */
    public void passOver(String arn) {
        passedOver.add(arn);
    }

    /** Every call is answered so from now on; a null code for natural answers. */
    public void refuse(@Nullable String code, String message) {
        error = code == null ? null : new JsonObject().put("__type", code).put("message", message);
    }

    public List<Call> calls() {
        return List.copyOf(calls);
    }

    @Override
    public void close() {
        OnLoop.await(server.close());
    }

    private void receive(HttpServerRequest request) {
        request.body().onSuccess(buffer -> {
            var operation = String.valueOf(request.getHeader("X-Amz-Target")).replace(TARGET, "");
            var body = buffer.toJsonObject();
            calls.add(new Call(operation, body, request.headers()));
            var refusal = error;
            var response = request.response().putHeader("Content-Type", "application/x-amz-json-1.1");
            if (refusal == null) {
                response.end(answer(operation, body).toBuffer());
            } else {
                response.setStatusCode(400).end(refusal.toBuffer());
            }
        });
    }

    private JsonObject answer(String operation, JsonObject body) {
        return operation.equals("DescribeTasks")
                ? described(body)
                : new JsonObject().put("taskDefinition", definitions.get(body.getString("taskDefinition")));
    }

    private JsonObject described(JsonObject body) {
        var found = new JsonArray();
        var failures = new JsonArray();
        body.getJsonArray("tasks").forEach(arn -> {
            var task = tasks.get((String) arn);
            if (passedOver.contains((String) arn)) {
                return;
            } else if (task == null) {
                failures.add(new JsonObject().put("arn", arn).put("reason", "MISSING"));
            } else {
                found.add(task);
            }
        });
        return new JsonObject().put("tasks", found).put("failures", failures);
    }
}
