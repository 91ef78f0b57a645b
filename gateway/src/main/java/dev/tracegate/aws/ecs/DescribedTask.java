package dev.tracegate.aws.ecs;

import dev.tracegate.aws.tenants.OwnCluster;
import dev.tracegate.identity.ecs.EcsTasks;
import dev.tracegate.tenant.Workload;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Attachment;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;

/** A task in DescribeTasks' answer. */
record DescribedTask(Task task) {
    private static final String SERVICE = "service:";
    private static final String INTERFACE = "ElasticNetworkInterface";
    private static final Set<String> ADDRESSES = Set.of("privateIPv4Address", "privateIPv6Address", "ipv6Address");
    // after its containers have stopped, ECS may give a task's address to another task
    private static final Set<String> ENDING = Set.of("DEACTIVATING", "STOPPING", "DEPROVISIONING", "STOPPED",
            "DELETED");

    /** The role that the task overrides its definition with; null if it has none. */
    @Nullable
    String overriddenRole() {
        return task.overrides() == null ? null : task.overrides().taskRoleArn();
    }

    /**
     * The task as identity uses it.
     *
     * @param role of the task; null if it has none or roles are not wanted
     */
    EcsTasks.Task with(@Nullable String role) {
        var workload = new Workload(task.taskArn(), OwnCluster.name(task.clusterArn()), family(), service(), tags(),
                role);
        return new EcsTasks.Task(workload, task.containerInstanceArn(), addresses(), runtimeIds(), isRunning());
    }

    /** {@code arn:aws:ecs:eu-west-1:111122223333:task-definition/web:7} */
    private String family() {
        var named = task.taskDefinitionArn().substring(task.taskDefinitionArn().lastIndexOf('/') + 1);
        int revision = named.lastIndexOf(':');
        return revision < 0 ? named : named.substring(0, revision);
    }

    private @Nullable String service() {
        var group = task.group();
        return group != null && group.startsWith(SERVICE) ? group.substring(SERVICE.length()) : null;
    }

    private Map<String, String> tags() {
        return task.tags()
                .stream()
                .filter(tag -> tag.key() != null && tag.value() != null)
                .collect(Collectors.toMap(Tag::key, Tag::value, (one, other) -> other));
    }

    private Set<String> runtimeIds() {
        return task.containers()
                .stream()
                .map(Container::runtimeId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private boolean isRunning() {
        return "RUNNING".equals(task.desiredStatus()) && !ENDING.contains(String.valueOf(task.lastStatus()));
    }

    /** The addresses of the task's network interface in awsvpc mode. The attachment lists them before the containers do. */
    private Set<InetAddress> addresses() {
        var attached = task.attachments()
                .stream()
                .filter(attachment -> INTERFACE.equals(attachment.type()))
                .map(Attachment::details)
                .flatMap(details -> details.stream().filter(pair -> ADDRESSES.contains(pair.name())))
                .map(KeyValuePair::value);
        var seen = task.containers()
                .stream()
                .flatMap(container -> container.networkInterfaces().stream())
                .flatMap(one -> Stream.of(one.privateIpv4Address(), one.ipv6Address()));
        var addresses = new HashSet<InetAddress>();
        Stream.concat(attached, seen)
                .filter(text -> text != null && !text.isEmpty())
                .forEach(text -> addresses.add(InetAddress.ofLiteral(text)));
        return addresses;
    }
}
