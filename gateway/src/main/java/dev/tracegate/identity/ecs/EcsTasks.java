package dev.tracegate.identity.ecs;

import dev.tracegate.tenant.Workload;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Port to the ECS API, which confirms what this host reports about its tasks. */
public interface EcsTasks {
    /** DescribeTasks' maximum. */
    int MOST_TASKS = 100;

    /**
     * A task as ECS knows it.
     *
     * @param containerInstanceArn on which it runs; null on Fargate
     * @param addresses of its network interface in awsvpc mode; else empty
     * @param runtimeIds the Docker ids of its containers
     * @param running false if it has stopped or ECS is stopping it
     */
    record Task(Workload workload, @Nullable String containerInstanceArn, Set<InetAddress> addresses,
            Set<String> runtimeIds, boolean running) {
        public Task {
            addresses = Set.copyOf(addresses);
            runtimeIds = Set.copyOf(runtimeIds);
        }
    }

    /**
     * Makes one call of DescribeTasks.
     *
     * @param cluster name or ARN
     * @param taskArns 1 to {@value #MOST_TASKS}
     * @return the tasks that ECS knows, on the caller's event loop; fails with a message for the operator
     */
    Future<List<Task>> describe(String cluster, List<String> taskArns);
}
