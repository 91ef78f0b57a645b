package dev.tracegate.identity.docker;

import static dev.tracegate.identity.IdentityGiven.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.agent.FakeAgent;
import dev.tracegate.identity.ecs.FakeEcsTasks;
import dev.tracegate.tenant.Trust;
import dev.tracegate.testkit.ManualClock;
import dev.tracegate.testkit.OnLoop;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Docker's API on a Unix socket, with the container list format of Docker 25. */
class DockerSourceTest {
    private static final String TASK = "0123456789abcdef0123456789abcdef";
    private static final String OTHER_TASK = "ffffffffffffffffffffffffffffffff";
    private static final String DOCKER = "d".repeat(64);
    private static final String OTHER = "e".repeat(64);

    @TempDir
    private Path folder;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final FakeAgent agent = FakeAgent.start(vertx);
    private final FakeEcsTasks ecs = new FakeEcsTasks();
    private final ManualClock time = new ManualClock();
    private final List<JsonObject> containers = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private DockerSource source;

    @BeforeEach
    void docker() {
        var socket = folder.resolve("docker.sock");
        OnLoop.await(vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(SocketAddress.domainSocketAddress(socket.toString())));
        source = source(socket);
        time.advance(Duration.ofSeconds(2));
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void a_bridge_container_is_attributed_to_the_task_that_docker_agent_and_ecs_agree_on() {
        container(DOCKER, TASK, "172.17.0.2");
        agent.bridge(TASK, "pretended", DOCKER);
        ecs.bridge(TASK, "orders", "orders-svc", DOCKER);

        look();
        var known = (OwnershipFinding.Known) look().get(ip("172.17.0.2"));

        assertThat(known.workload().family()).isEqualTo("orders");
        assertThat(known.trust()).isEqualTo(Trust.B);
        assertThat(known.epoch()).isEqualTo("dddddddddddd@1764000000");
        assertThat(known.since()).isEqualTo(Instant.ofEpochSecond(1_764_000_000));
        assertThat(requests).as("the only request that a socket proxy has to allow")
                .containsOnly("GET /containers/json?filters=%7B%22label%22%3A%5B%22com.amazonaws.ecs.task-arn%22%5D%2C"
                        + "%22status%22%3A%5B%22running%22%5D%7D");
    }

    @Test
    void T5_a_task_label_without_confirmation_by_the_agent_identifies_no_task() {
        container(DOCKER, TASK, "172.17.0.2");
        container(OTHER, TASK, "172.17.0.3");
        agent.bridge(OTHER_TASK, "carts", DOCKER);

        assertThat(look().get(ip("172.17.0.2"))).isInstanceOfSatisfying(OwnershipFinding.Unknown.class,
                unknown -> assertThat(unknown.why()).startsWith("Docker has container dddddddddddd")
                        .contains(OTHER_TASK));
        assertThat(look().get(ip("172.17.0.3"))).isInstanceOf(OwnershipFinding.Waiting.class);
    }

    @Test
    void T1_two_containers_with_one_address_are_ambiguous() {
        container(DOCKER, TASK, "172.17.0.2");
        container(OTHER, OTHER_TASK, "172.17.0.2");
        agent.bridge(TASK, "orders", DOCKER);
        agent.bridge(OTHER_TASK, "carts", OTHER);
        assertThat(look().get(ip("172.17.0.2"))).as("ECS has confirmed neither")
                .isInstanceOf(OwnershipFinding.Waiting.class);

        ecs.bridge(TASK, "orders", "orders-svc", DOCKER);
        ecs.bridge(OTHER_TASK, "carts", "carts-svc", OTHER);
        time.advance(Duration.ofSeconds(2));
        look();
        time.advance(Duration.ofSeconds(3));
        look();
        assertThat(look().get(ip("172.17.0.2"))).isInstanceOf(OwnershipFinding.Ambiguous.class);
    }

    @Test
    void T8_containers_without_their_own_address_or_a_task_label_are_ignored() {
        container(DOCKER, TASK, "");
        container(OTHER, "no-task", "172.17.0.3");
        containers.add(new JsonObject().put("Id", "f".repeat(64)));

        assertThat(look()).isEmpty();
    }

    @Test
    void a_socket_without_a_listener_is_a_failure_with_its_path() {
        source = source(folder.resolve("none.sock"));

        assertThatThrownBy(this::look).hasMessageContaining("none.sock/containers/json");
    }

    private DockerSource source(Path socket) {
        return new DockerSource(FakeAgent.http(vertx), socket,
                agent.introspection(vertx),
                ecs.verifier(time),
                time);
    }

    private void container(String id, String task, String address) {
        var network = new JsonObject().put("IPAddress", address).put("GlobalIPv6Address", "").put("NetworkID", "n");
        containers.add(new JsonObject().put("Id", id)
                .put("Created", 1_764_000_000)
                .put("State", "running")
                .put("Labels", new JsonObject().put("com.amazonaws.ecs.task-arn", FakeAgent.arn(task)))
                .put("HostConfig", new JsonObject().put("NetworkMode", "bridge"))
                .put("NetworkSettings", new JsonObject().put("Networks", new JsonObject().put("bridge", network))));
    }

    private void answer(HttpServerRequest request) {
        requests.add(request.method() + " " + request.uri());
        request.response().end(new JsonArray(List.copyOf(containers)).encode());
    }

    private Map<InetAddress, OwnershipFinding> look() {
        return OnLoop.call(vertx, source::poll);
    }
}
