package dev.tracegate.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.testkit.OnLoop;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.Task;

class TaskRolesTest {
    private static final String ECS = "arn:aws:ecs:eu-west-1:111122223333:";
    private final AtomicInteger calls = new AtomicInteger();
    private final TaskRoles roles = new TaskRoles(revision -> {
        calls.incrementAndGet();
        return Future.succeededFuture("role of " + revision);
    }, () -> 0);

    @Test
    void each_revision_is_fetched_once() {
        var tasks = List.of(task(1), task(1));

        for (int round = 0; round < 2; round++) {
            assertThat(OnLoop.await(roles.addTo(tasks)))
                    .allSatisfy(task -> assertThat(task.workload().roleArn()).isEqualTo("role of " + revision(1)));
        }

        assertThat(calls).hasValue(1);
    }

    @Test
    void the_cache_of_revisions_is_bounded_and_evicted_revisions_keep_their_role_in_the_result() {
        var tasks = IntStream.range(0, 1_100).mapToObj(TaskRolesTest::task).toList();

        var described = OnLoop.await(roles.addTo(tasks));

        roles.cache().cleanUp();
        assertThat(roles.cache().estimatedSize()).isEqualTo(1_000);
        assertThat(described).hasSize(1_100)
                .allSatisfy(task -> assertThat(task.workload().roleArn()).startsWith("role of "));
    }

    private static DescribedTask task(int revision) {
        return new DescribedTask(Task.builder()
                .taskArn(ECS + "task/prod/" + revision)
                .clusterArn(ECS + "cluster/prod")
                .taskDefinitionArn(revision(revision))
                .lastStatus("RUNNING")
                .desiredStatus("RUNNING")
                .build());
    }

    private static String revision(int revision) {
        return ECS + "task-definition/web:" + revision;
    }
}
