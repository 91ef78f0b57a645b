package dev.tracegate.identity.ecs;

import dev.tracegate.tenant.Workload;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the ECS API says of tasks: the cross-check of whatever this host says of itself. */
public interface EcsTasks {
    /** DescribeTasks' maximum. */
    int MOST_TASKS = 100;

    /**
     * A task as ECS knows it.
     *
     * @param containerInstanceArn where it runs; null on Fargate
     * @param addresses of its network interface; empty but in awsvpc mode
     * @param runtimeIds the Docker ids of its containers
     * @param running false once ECS wants it stopped, or it is
     */
    record Task(Workload workload, @Nullable String containerInstanceArn, Set<InetAddress> addresses,
            Set<String> runtimeIds, boolean running) {
        public Task {
            addresses = Set.copyOf(addresses);
            runtimeIds = Set.copyOf(runtimeIds);
        }
    }

    /**
     * One call.
     *
     * @param cluster name or ARN
     * @param taskArns 1 to {@value #MOST_TASKS}
     * @return those that ECS knows, on the caller's event loop; fails where it could not be asked, with a message for the operator
     */
    Future<List<Task>> describe(String cluster, List<String> taskArns);
}
