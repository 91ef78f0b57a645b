package dev.tracegate.identity.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracegate.identity.BridgeContainer;
import dev.tracegate.identity.agent.JsonElements;
import dev.tracegate.identity.agent.JsonHttp;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The running containers of ECS tasks, as Docker's API lists them: {@code GET /containers/json}, which holds no environment and no secret.
 * No other request is made, so a proxy of the socket needs to allow only this one.
 */
final class DockerList {
    private static final String TASK = "com.amazonaws.ecs.task-arn";
    private static final String PATH = "/containers/json?filters="
            + URLEncoder.encode("{\"label\":[\"" + TASK + "\"],\"status\":[\"running\"]}", UTF_8);
    private static final Pattern DOCKER_ID = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern TASK_ID = Pattern.compile("[0-9a-f]{32}");
    /** Characters of an id in an epoch, as in the other sources. */
    private static final int SHORT = 12;

    /** The fields of a container that are read. */
    private static final Set<String> WANTED = Set.of("Id", "Created", TASK, "IPAddress", "GlobalIPv6Address");
    /** Running containers; Docker's bridge has 1,023 ports. */
    static final int MOST_CONTAINERS = 2_000;

    private final JsonHttp http;
    private final SocketAddress socket;

    DockerList(JsonHttp http, Path socket) {
        this.http = http;
        this.socket = SocketAddress.domainSocketAddress(socket.toString());
    }

    Future<List<BridgeContainer>> poll() {
        var containers = new ArrayList<BridgeContainer>();
        return http.list(socket, PATH, new JsonElements(null, WANTED, json -> add(json, containers)))
                .map(read -> containers);
    }

    private static void add(JsonObject json, List<BridgeContainer> containers) {
        if (DOCKER_ID.matcher(json.getString("Id", "")).matches()) {
            container(json).forEach(containers::add);
        }
        if (containers.size() > MOST_CONTAINERS) {
            throw new IllegalStateException("more than " + MOST_CONTAINERS + " containers run in it");
        }
    }

    /** Empty for a container without the label, although the filter requires it, or without its own address. */
    private static Stream<BridgeContainer> container(JsonObject json) {
        var arn = json.getJsonObject("Labels", new JsonObject()).getString(TASK, "");
        var taskId = arn.substring(arn.lastIndexOf('/') + 1);
        var addresses = addresses(json.getJsonObject("NetworkSettings", new JsonObject()));
        if (!TASK_ID.matcher(taskId).matches() || addresses.isEmpty()) {
            return Stream.empty();
        }
        var id = json.getString("Id");
        long created = json.getLong("Created", 0L);
        return Stream.of(new BridgeContainer(id, taskId, addresses, id.substring(0, SHORT) + "@" + created,
                Instant.ofEpochSecond(created)));
    }

    private static Set<InetAddress> addresses(JsonObject settings) {
        var addresses = new HashSet<InetAddress>();
        settings.getJsonObject("Networks", new JsonObject()).forEach(network -> {
            if (network.getValue() instanceof JsonObject one) {
                Stream.of("IPAddress", "GlobalIPv6Address")
                        .map(key -> one.getString(key, ""))
                        .filter(text -> !text.isEmpty())
                        .map(InetAddress::ofLiteral)
                        .forEach(addresses::add);
            }
        });
        return addresses;
    }
}
