package dev.tracegate.identity.agent;

import dev.tracegate.http.ReplyBound;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ECS agent's introspection API: every task of this container instance, without authentication. Owned by one loop. */
public final class Introspection {
    /** The fields that are read; Networks and Containers contain some of them. */
    private static final Set<String> WANTED = Set.of("Arn", "DesiredStatus", "KnownStatus", "Family", "DockerId",
            "CreatedAt", "NetworkMode", "IPv4Addresses", "IPv6Addresses");

    private final JsonHttp http;
    private final String base;
    private @Nullable Future<Host> inFlight;

    /**
     * This host.
     *
     * @param instance the ARN of the container instance; null until the agent has registered it
     */
    public record Host(String cluster, @Nullable String instance, List<HostTask> tasks) {}

    /** @param base such as {@code http://127.0.0.1:51678} */
    public Introspection(JsonHttp http, URI base) {
        this.http = http;
        this.base = base.toString().replaceFirst("/+$", "");
    }

    /** Polls the agent. While a poll is in flight, further callers get its result. */
    Future<Host> poll() {
        var poll = inFlight;
        if (poll == null) {
            poll = http.get(base + "/v1/metadata", ReplyBound.AGENT_METADATA, Introspection::host)
                    .compose(this::withTasks);
            inFlight = poll;
            poll.onComplete(done -> inFlight = null);
        }
        return poll;
    }

    /** Polls the agent with a request that starts after this call. */
    public Future<Host> pollAgain() {
        var before = inFlight;
        return before == null ? poll() : before.transform(done -> poll());
    }

    private static Host host(JsonObject json) {
        return new Host(json.getString("Cluster", ""), json.getString("ContainerInstanceArn"), List.of());
    }

    private Future<Host> withTasks(Host host) {
        var list = new TaskList();
        return http.list(base + "/v1/tasks", new JsonElements("Tasks", WANTED, task -> list.add(task(task))))
                .map(read -> new Host(host.cluster(), host.instance(), list.tasks()));
    }

    private static HostTask task(JsonObject json) {
        var addresses = new HashSet<InetAddress>();
        objects(json.getJsonArray("Containers")).forEach(container -> addresses.addAll(awsvpc(container)));
        return new HostTask(json.getString("Arn", ""), json.getString("DesiredStatus", ""),
                json.getString("KnownStatus", ""), json.getString("Family", ""),
                objects(json.getJsonArray("Containers")).map(Introspection::container).toList(), addresses);
    }

    private static HostTask.Container container(JsonObject json) {
        return new HostTask.Container(json.getString("DockerId", ""), time(json.getString("CreatedAt")));
    }

    private static Set<InetAddress> awsvpc(JsonObject container) {
        var addresses = new HashSet<InetAddress>();
        objects(container.getJsonArray("Networks"))
                .filter(network -> network.getString("NetworkMode", "").equals("awsvpc"))
                .forEach(network -> addresses.addAll(addresses(network)));
        return addresses;
    }

    /** The addresses of one network of a container. Introspection and task metadata have the same form. */
    public static Set<InetAddress> addresses(JsonObject network) {
        var addresses = new HashSet<InetAddress>();
        for (var key : List.of("IPv4Addresses", "IPv6Addresses")) {
            var array = network.getJsonArray(key);
            // in host mode the list has one empty text
            (array == null ? Stream.empty() : array.stream()).map(String::valueOf)
                    .filter(text -> !text.isEmpty())
                    .map(InetAddress::ofLiteral)
                    .forEach(addresses::add);
        }
        return addresses;
    }

    public static Stream<JsonObject> objects(@Nullable JsonArray array) {
        return array == null
                ? Stream.empty()
                : array.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            // Go's zero time: the container does not exist yet
            return text == null || text.startsWith("0001-") ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException unreadable) {
            return null;
        }
    }
}
