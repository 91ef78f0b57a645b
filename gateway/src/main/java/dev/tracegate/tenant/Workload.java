package dev.tracegate.tenant;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ECS task that sent a segment, with the properties that ECS reports.
 *
 * @param taskArn such as {@code arn:aws:ecs:eu-west-1:111122223333:task/cluster/0123…}
 * @param cluster name of its cluster, not the ARN
 * @param family family of its task definition
 * @param service name of the service that started it; null if none did
 * @param tags its tags; empty if they were not requested
 * @param roleArn its task role, by override or task definition; null if it has none or was not looked up
 */
public record Workload(String taskArn, String cluster, String family, @Nullable String service,
        Map<String, String> tags, @Nullable String roleArn) {

    public Workload {
        tags = Map.copyOf(tags);
    }
}
