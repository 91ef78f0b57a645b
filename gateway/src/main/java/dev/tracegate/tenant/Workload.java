package dev.tracegate.tenant;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ECS task that sent a segment, as ECS itself describes it.
 *
 * @param taskArn such as {@code arn:aws:ecs:eu-west-1:111122223333:task/cluster/0123…}
 * @param cluster its cluster's name, not its ARN
 * @param family of its task definition
 * @param service null for a task that no service started
 * @param tags of the task; empty where they were not asked for
 * @param roleArn its task role, by override or task definition; null if it has none or was not looked up
 */
public record Workload(String taskArn, String cluster, String family, @Nullable String service,
        Map<String, String> tags, @Nullable String roleArn) {

    public Workload {
        tags = Map.copyOf(tags);
    }
}
