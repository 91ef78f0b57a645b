package dev.tracegate.identity.ecs;

import dev.tracegate.identity.agent.FakeAgent;
import dev.tracegate.tenant.Workload;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * An ECS behind the port of the identity package, in memory: it answers within the call, so that tests move the clock by themselves. The HTTP API
 * is {@code FakeEcs}'s part.
 */
public final class FakeEcsTasks implements EcsTasks {
    final List<List<String>> calls = new ArrayList<>();
    private final Map<String, Task> tasks = new ConcurrentHashMap<>();
    private volatile String failure = "";

    public void awsvpc(String id, String family, String service, String... addresses) {
        awsvpcOn(FakeAgent.INSTANCE, id, family, service, addresses);
    }

    public void awsvpcOn(String instance, String id, String family, String service, String... addresses) {
        var ips = new HashSet<InetAddress>();
        for (var address : addresses) {
            ips.add(InetAddress.ofLiteral(address));
        }
        tasks.put(FakeAgent.arn(id), new Task(workload(id, family, service), instance, ips, Set.of(), true));
    }

    public void bridge(String id, String family, String service, String dockerId) {
        tasks.put(FakeAgent.arn(id), new Task(workload(id, family, service), FakeAgent.INSTANCE, Set.of(),
                Set.of(dockerId), true));
    }

    public void stop(String id) {
        tasks.computeIfPresent(FakeAgent.arn(id), (arn, task) -> new Task(task.workload(), task.containerInstanceArn(),
                task.addresses(), task.runtimeIds(), false));
    }

    /** Verifies claims with this ECS; no datagram waits, and nothing is known from an earlier process. */
    public EcsVerifier verifier(LongSupplier nanoClock) {
        return new EcsVerifier(this, ConfirmedTasks.none(), address -> false, nanoClock, new Random(1));
    }

    /** Makes each call fail with the given message; an empty message ends the failure. */
    public void fail(String why) {
        failure = why;
    }

    private static Workload workload(String id, String family, String service) {
        return new Workload(FakeAgent.arn(id), FakeAgent.CLUSTER, family, service, Map.of(), null);
    }

    @Override
    public Future<List<Task>> describe(String cluster, List<String> taskArns) {
        calls.add(taskArns);
        return failure.isEmpty()
                ? Future.succeededFuture(taskArns.stream().filter(tasks::containsKey).map(tasks::get).toList())
                : Future.failedFuture(failure);
    }
}
