package dev.tracegate.tenancy;

import dev.tracegate.identity.agent.FakeAgent;
import dev.tracegate.interop.Command;
import dev.tracegate.interop.Ports;
import dev.tracegate.interop.Running;
import dev.tracegate.interop.Workplace;
import dev.tracegate.testkit.FakeEcs;
import dev.tracegate.testkit.FakeSts;
import dev.tracegate.testkit.FakeXRay;
import dev.tracegate.testkit.SigV4;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * A container instance: the distribution's gateway as a process of it, tasks in network namespaces, the ECS agent on it, and ECS, STS and X-Ray
 * beyond it. X-Ray takes only what is signed with a key that STS issued, and each key has the name of its role in it.
 */
final class EcsHost implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private static final String TOKEN = "token of the test, long enough";
    private static final String LAUNCHER = Workplace.DISTRIBUTION.resolve("bin/tracegate").toString();
    private static final String ECS = "arn:aws:ecs:eu-west-1:111122223333:";

    final Namespaces networks = Namespaces.make();
    private final Vertx vertx = Vertx.vertx();
    final FakeAgent agent = FakeAgent.start(vertx);
    final FakeEcs ecs = FakeEcs.start(vertx);
    final FakeSts sts = FakeSts.start(vertx, Instant.parse("2126-01-01T00:00:00Z"));
    final FakeXRay xray = FakeXRay.start(vertx).requireSignature(FakeSts.SECRET);
    final int port = Ports.free();
    private final int admin = Ports.free();
    private final Path folder;
    private final HostProcesses processes;
    private final StringBuilder tenants = new StringBuilder("tenants:\n");
    private final Map<String, String> environment = new HashMap<>();
    private @Nullable Running gateway;

    /** @param folder an empty one */
    EcsHost(Path folder) {
        this.folder = folder;
        this.processes = new HostProcesses(folder.resolve("proc"));
        agent.ownTask(new JsonObject().put("Cluster", FakeAgent.CLUSTER).encode());
    }

    /** Waits long enough for a busy machine and for the delay of half a minute between calls to ECS. */
    static ConditionFactory patiently() {
        return Awaitility.await().atMost(Duration.ofMinutes(2));
    }

    /** Adds an awsvpc task of the service to the agent's list and to ECS, and returns its address. */
    String awsvpc(int number, String service) {
        var address = networks.add(number);
        awsvpc(number, service, address);
        return address;
    }

    /** Adds an awsvpc task with an existing address. */
    void awsvpc(int number, String service, String address) {
        agent.awsvpc(id(number), service, "RUNNING", "RUNNING", address);
        ecs.task(described(number, service, address));
    }

    /** Adds a bridge task to the agent's list, to ECS and to /proc, and returns its address. */
    String bridge(int number, String service) {
        var address = networks.add(number);
        bridge(number, service, networks.process(number));
        return address;
    }

    private void bridge(int number, String service, long pid) {
        agent.bridge(id(number), service, dockerId(number));
        ecs.task(described(number, service)
                .put("containers", new JsonArray().add(new JsonObject().put("runtimeId", dockerId(number)))));
        processes.container(pid, id(number), dockerId(number));
        with("TRACEGATE_IDENTITY_SOURCES", "introspection,proc");
        with("TRACEGATE_IDENTITY_PROC_ROOT", processes.root().toString());
    }

    /** Adds a host mode task with the given process to the agent's list, to ECS and to /proc. */
    void hostMode(int number, String service, long pid) {
        bridge(number, service, pid);
        with("TRACEGATE_IDENTITY_SOURCES", "introspection,proc,host");
    }

    /** Adds the description of the task in ECS. */
    static JsonObject described(int number, String service, String address) {
        return described(number, service).put("attachments", new JsonArray().add(new JsonObject()
                .put("type", "ElasticNetworkInterface")
                .put("details", new JsonArray()
                        .add(new JsonObject().put("name", "privateIPv4Address").put("value", address)))));
    }

    static JsonObject described(int number, String service) {
        return new JsonObject().put("taskArn", FakeAgent.arn(id(number)))
                .put("clusterArn", ECS + "cluster/" + FakeAgent.CLUSTER)
                .put("containerInstanceArn", FakeAgent.INSTANCE)
                .put("taskDefinitionArn", ECS + "task-definition/" + service + ":1")
                .put("group", "service:" + service)
                .put("desiredStatus", "RUNNING")
                .put("lastStatus", "RUNNING");
    }

    static String dockerId(int number) {
        return "%064x".formatted(number);
    }

    /** A task id of 32 hex digits. */
    static String id(int number) {
        return "%032x".formatted(number);
    }

    /** Adds a tenant with a role in STS; its tasks are those of the service with its name. */
    EcsHost tenant(String name, String... more) {
        sts.role(role(name), new FakeSts.Role("id-" + name,
                Map.of("xgw-tenant", name, "xgw-cluster", FakeAgent.CLUSTER), "xgw-" + name));
        return entry(name, "roleArn: " + role(name), "externalId: id-" + name, String.join("\n    ", more));
    }

    /** Adds a tenant with the given lines of settings; its tasks are those of the service with its name. */
    EcsHost entry(String name, String... lines) {
        tenants.append(
                "  - id: %s\n    match: [{cluster: %s, service: %s}]\n    ".formatted(name, FakeAgent.CLUSTER, name))
                .append(String.join("\n    ", lines))
                .append('\n');
        return this;
    }

    EcsHost with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Starts the gateway in the host profile and waits until it is ready. */
    EcsHost start(String name) {
        gateway = launch(name).awaitReady(() -> status("/health/ready") == 200);
        return this;
    }

    /** Kills the gateway with SIGKILL. */
    void kill() {
        Objects.requireNonNull(gateway).kill();
    }

    /** Whether the gateway's file of confirmed tasks contains the task. */
    boolean remembers(int number) throws IOException {
        var file = folder.resolve("identity/tasks.json");
        return Files.exists(file) && Files.readString(file).contains(FakeAgent.arn(id(number)));
    }

    /** Starts the gateway; the caller must end it. */
    Running launch(String name) {
        var address = networks.gateway() + ":" + port;
        return command("-b", address, "-t", address, "--admin", "127.0.0.1:" + admin, "--profile", "host", "-n",
                "eu-west-1").start("tenancy-" + name);
    }

    private Command command(String... arguments) {
        var words = new java.util.ArrayList<>(List.of(LAUNCHER));
        words.addAll(List.of(arguments));
        var command = Command.of(words)
                .with(Map.of("AWS_ACCESS_KEY_ID", "AKIAOWN", "AWS_SECRET_ACCESS_KEY", "own-secret",
                        "AWS_ENDPOINT_URL_STS", sts.url(), "AWS_ENDPOINT_URL_ECS", ecs.url(), "TRACEGATE_AWS_ENDPOINT",
                        xray.url(), "TRACEGATE_AWS_LOCAL_MODE", "true", "ECS_CONTAINER_METADATA_URI_V4",
                        agent.url() + "/v4/own", "TRACEGATE_IDENTITY_INTROSPECTION", agent.url().toString(),
                        "TRACEGATE_RUNTIME_DIR", folder.toString(), "TRACEGATE_CONFIG",
                        write("tracegate.yaml", tenants.toString())))
                .with(Map.of("TRACEGATE_LISTEN_ADMIN_TOKEN_FILE", write("token", TOKEN), "TRACEGATE_LISTEN_ADMIN",
                        "127.0.0.1:" + admin, "TRACEGATE_DRAIN_QUIET", "100ms", "TRACEGATE_IDENTITY_SOURCES",
                        "introspection", "TRACEGATE_IDENTITY_HOLD_TIME", "10s", "TRACEGATE_IDENTITY_FOLDER",
                        folder.resolve("identity").toString()))
                .with(environment);
        return command;
    }

    private String write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text).toString();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Sends segments with the given text from one socket of the task. */
    void send(int number, int segments, String word) {
        networks.send(number, port, segments, word);
    }

    /** The output of {@code tracegate explain} for a source. */
    String explain(String source) throws IOException {
        return command("explain", "--source", source).run(Duration.ofSeconds(30)).succeeded().output();
    }

    /** One tenant's page of the books; empty for one that has none. */
    JsonObject books(String tenant) {
        return allBooks().getJsonObject(tenant, new JsonObject());
    }

    /** The books of each tenant and of {@code unattributed}. */
    JsonObject allBooks() {
        return new JsonObject(get("/v1/books")).getJsonObject("tenants");
    }

    long delivered(String tenant) {
        return books(tenant).getLong("delivered", 0L);
    }

    /** The books of {@code unattributed}. */
    long rejected(String reason) {
        return books("unattributed").getJsonObject("rejected", new JsonObject()).getLong(reason, 0L);
    }

    JsonArray workloads() {
        return new JsonObject(get("/v1/workloads")).getJsonArray("workloads");
    }

    String metrics() {
        return get("/metrics");
    }

    /** The documents that X-Ray accepted, with the name of the role that signed them. */
    List<String> arrived() {
        return xray.calls()
                .stream()
                .filter(call -> call.path().equals("/TraceSegments"))
                .flatMap(call -> call.body()
                        .toJsonObject()
                        .getJsonArray("TraceSegmentDocuments")
                        .stream()
                        .map(document -> document + " by " + roleOf(call)))
                .toList();
    }

    /** The role in a key such as {@code ASIA-orders-1}. */
    static String roleOf(FakeXRay.Call call) {
        return SigV4.Claim.of(call.headers()).keyId().replaceFirst("^ASIA-(.*)-\\d+$", "$1");
    }

    static String role(String name) {
        return "arn:aws:iam::111122223333:role/xray-gateway/" + name;
    }

    String log() {
        return gateway == null ? "" : gateway.log();
    }

    String get(String path) {
        return ask(path, BodyHandlers.ofString());
    }

    private int status(String path) throws IOException, InterruptedException {
        return HTTP.send(request(path), BodyHandlers.discarding()).statusCode();
    }

    private <T> T ask(String path, java.net.http.HttpResponse.BodyHandler<T> body) {
        try {
            var answer = HTTP.send(request(path), body);
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        "GET " + path + " answered " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin + path))
                .timeout(Duration.ofSeconds(5))
                .header("Authorization", "Bearer " + TOKEN)
                .build();
    }

    /** Ends the gateway with SIGTERM and closes everything else. */
    @Override
    public void close() {
        try {
            if (gateway != null) {
                gateway.close();
            }
        } finally {
            networks.close();
            processes.close();
            vertx.close().await();
        }
    }
}
