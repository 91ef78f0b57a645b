package dev.tracegate.identity.agent;

import dev.tracegate.budget.ByteBudget;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The ECS agent's introspection API and the metadata of one task over HTTP, with the JSON of agent 1.105. */
public final class FakeAgent implements AutoCloseable {
    public static final String CLUSTER = "prod";
    public static final String INSTANCE = "arn:aws:ecs:eu-west-1:111122223333:container-instance/prod/5d0e4b9c2f6a4c0fa2b7f2b4c1d2e3f4";

    private final HttpServer server;
    private final List<JsonObject> tasks = new CopyOnWriteArrayList<>();
    private volatile String own = "";
    private volatile boolean away;
    private volatile boolean registered = true;

    private FakeAgent(Vertx vertx, String host) {
        server = vertx.createHttpServer().requestHandler(this::answer).listen(0, host).await();
    }

    public static FakeAgent start(Vertx vertx) {
        return new FakeAgent(vertx, "127.0.0.1");
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** The agent's lists, as the sources read them. */
    public Introspection introspection(Vertx vertx) {
        return new Introspection(http(vertx), url());
    }

    /** A client for this agent and for other services of a host. */
    public static JsonHttp http(Vertx vertx) {
        return new JsonHttp(vertx, new ByteBudget(4 << 20));
    }

    public static String arn(String id) {
        return "arn:aws:ecs:eu-west-1:111122223333:task/prod/" + id;
    }

    /** Lists a task in awsvpc mode with the addresses of its network interface. */
    public void awsvpc(String id, String family, String known, String desired, String... addresses) {
        task(id, family, known, desired, List.of(id.repeat(2)), addresses);
    }

    public void bridge(String id, String family, String dockerId) {
        task(id, family, "RUNNING", "RUNNING", List.of(dockerId));
    }

    private void task(String id, String family, String known, String desired, List<String> dockerIds,
            String... addresses) {
        var ipv4 = new JsonArray();
        var ipv6 = new JsonArray();
        for (var address : addresses) {
            (address.contains(":") ? ipv6 : ipv4).add(address);
        }
        var containers = new JsonArray();
        for (var dockerId : dockerIds) {
            var container = new JsonObject().put("DockerId", dockerId)
                    .put("DockerName", "ecs-" + family + "-1-app-" + id)
                    .put("Name", "app")
                    .put("Image", "app:1")
                    .put("ImageID", "sha256:00")
                    .put("CreatedAt", "2026-11-25T09:00:00.123456789Z")
                    .put("StartedAt", "2026-11-25T09:00:01Z");
            if (addresses.length > 0) {
                var network = new JsonObject().put("NetworkMode", "awsvpc").put("IPv4Addresses", ipv4);
                container.put("Networks",
                        new JsonArray().add(ipv6.isEmpty() ? network : network.put("IPv6Addresses", ipv6)));
            }
            containers.add(container);
        }
        remove(id);
        var task = new JsonObject().put("Arn", arn(id)).put("KnownStatus", known).put("Family", family);
        tasks.add((desired.isEmpty() ? task : task.put("DesiredStatus", desired)).put("Version", "1")
                .put("Containers", containers));
    }

    public void remove(String id) {
        tasks.removeIf(task -> task.getString("Arn").equals(arn(id)));
    }

    /** Sets the response of the task metadata endpoint. */
    public void ownTask(String json) {
        own = json;
    }

    public void goAway(boolean gone) {
        away = gone;
    }

    /** Sets whether the agent has registered its container instance. */
    public void register(boolean done) {
        registered = done;
    }

    @Override
    public void close() {
        server.close().await();
    }

    private void answer(HttpServerRequest request) {
        if (away) {
            request.connection().close();
            return;
        }
        switch (request.path()) {
            case "/v1/metadata" -> request.response()
                    .end(new JsonObject().put("Cluster", CLUSTER)
                            .put("ContainerInstanceArn", registered ? INSTANCE : null)
                            .put("Version", "Amazon ECS Agent - v1.105.1 (8dfceca)")
                            .encode());
            case "/v1/tasks" -> request.response().end(new JsonObject().put("Tasks", tasks).encode());
            case "/v4/own/task" -> request.response().end(own);
            default -> request.response().setStatusCode(404).end("{}");
        }
    }
}
