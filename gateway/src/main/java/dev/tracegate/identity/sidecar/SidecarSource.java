package dev.tracegate.identity.sidecar;

import dev.tracegate.http.ReplyBound;
import dev.tracegate.identity.Claim;
import dev.tracegate.identity.IdentitySource;
import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.agent.Introspection;
import dev.tracegate.identity.agent.JsonHttp;
import dev.tracegate.tenant.Trust;
import dev.tracegate.tenant.Workload;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The gateway's own task, from its task metadata (version 4). In a sidecar the senders on the loopback belong to the same task; with bridge-mode
 * links also those with the address of one of its containers. All other senders are unknown.
 */
public final class SidecarSource implements IdentitySource {
    private static final List<InetAddress> LOOPBACK = List.of(InetAddress.ofLiteral("127.0.0.1"),
            InetAddress.ofLiteral("::1"));

    private final JsonHttp http;
    private final String taskUrl;

    /** @param metadata the value of ECS_CONTAINER_METADATA_URI_V4 */
    public SidecarSource(JsonHttp http, String metadata) {
        this.http = http;
        this.taskUrl = metadata + "/task";
    }

    @Override
    public String name() {
        return "sidecar";
    }

    @Override
    public Future<Map<InetAddress, OwnershipFinding>> poll() {
        return http.get(taskUrl, ReplyBound.TASK_METADATA, SidecarSource::answers);
    }

    private static Map<InetAddress, OwnershipFinding> answers(JsonObject task) {
        var answers = new HashMap<InetAddress, OwnershipFinding>();
        var workload = workload(task);
        if (networks(task).anyMatch(network -> network.getString("NetworkMode", "").equals("host"))) {
            throw new IllegalStateException(
                    "this task is in host network mode, where every task shares the loopback; use awsvpc or bridge mode, or the host profile");
        }
        for (var address : LOOPBACK) {
            answers.put(address, new OwnershipFinding.Known(workload, Trust.A, "own task", null));
        }
        Introspection.objects(task.getJsonArray("Containers"))
                .filter(container -> container.getString("KnownStatus", "RUNNING").equals("RUNNING"))
                .forEach(container -> linked(container)
                        .forEach((address, epoch) -> answers.put(address,
                                new OwnershipFinding.Known(workload, Trust.B, epoch, null))));
        return answers;
    }

    private static Stream<JsonObject> networks(JsonObject task) {
        return Introspection.objects(task.getJsonArray("Containers"))
                .flatMap(container -> Introspection.objects(container.getJsonArray("Networks")));
    }

    /** The container's addresses on Docker's bridge. In awsvpc mode all containers share an address that other hosts in the network can reach. */
    private static Map<InetAddress, String> linked(JsonObject container) {
        var addresses = new HashMap<InetAddress, String>();
        var epoch = container.getString("DockerId", "") + "@" + container.getString("StartedAt", "");
        Introspection.objects(container.getJsonArray("Networks"))
                .filter(network -> !List.of("awsvpc", "host", "none").contains(network.getString("NetworkMode", "")))
                .flatMap(network -> Introspection.addresses(network).stream())
                .forEach(address -> addresses.put(address, epoch));
        return addresses;
    }

    private static Workload workload(JsonObject task) {
        var arn = task.getString("TaskARN");
        if (arn == null) {
            throw new IllegalArgumentException("there is no TaskARN in it");
        }
        return new Workload(arn, Claim.name(task.getString("Cluster", "")), task.getString("Family", ""),
                task.getString("ServiceName"), Map.of(), null);
    }
}
