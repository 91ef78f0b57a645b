package dev.tracegate.aws.ecs;

import dev.tracegate.aws.credentials.CallRateLimiter;
import dev.tracegate.aws.credentials.Credentials;
import dev.tracegate.aws.http.SdkCalls;
import dev.tracegate.aws.signing.FixedIdentity;
import dev.tracegate.identity.ecs.EcsTasks;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.TaskField;

/**
 * Asks the ECS API, with the process's own credentials and at most one call a second: 20 a second are for everyone in the account and Region.
 * The client is made at the first call. Safe from any thread.
 */
public final class EcsDescribeTasks implements EcsTasks {
    public static final Duration PACE = Duration.ofSeconds(1);
    private static final Duration WHEN_THROTTLED = Duration.ofSeconds(5);
    private static final String TASKS = "ecs:DescribeTasks";
    /** The reason in ECS's answer for a task that it does not know. */
    private static final String MISSING = "MISSING";
    private static final String DEFINITION = "ecs:DescribeTaskDefinition";

    private final WorkerExecutor worker;
    private final SdkCalls calls;
    private final Credentials own;
    private final CallRateLimiter pace;
    private final @Nullable TaskRoles roles;
    // guarded by this
    private @Nullable EcsClient client;

    /** @param withRoles whether the roles of tasks are wanted, which is another call for each revision of a task definition */
    public EcsDescribeTasks(WorkerExecutor worker, SdkCalls calls, Credentials own, CallRateLimiter pace,
            boolean withRoles) {
        this.worker = worker;
        this.calls = calls;
        this.own = own;
        this.pace = pace;
        this.roles = withRoles ? new TaskRoles(this::roleOf) : null;
    }

    @Override
    public Future<List<Task>> describe(String cluster, List<String> taskArns) {
        if (taskArns.isEmpty() || taskArns.size() > MOST_TASKS) {
            throw new IllegalArgumentException("1 to " + MOST_TASKS + " tasks, not " + taskArns.size());
        }
        return call(TASKS, with -> client().describeTasks(request -> request.cluster(cluster)
                .tasks(taskArns)
                .include(TaskField.TAGS)
                .overrideConfiguration(with)))
                .map(answer -> whole(answer, taskArns))
                .map(tasks -> tasks.stream().map(DescribedTask::new).toList())
                .compose(tasks -> roles == null
                        ? Future.succeededFuture(tasks.stream().map(task -> task.with(task.overriddenRole())).toList())
                        : roles.addTo(tasks));
    }

    /** If an answer does not mention a task, the task may exist all the same: ECS lists unknown tasks among the failures, as MISSING. */
    private static List<software.amazon.awssdk.services.ecs.model.Task> whole(DescribeTasksResponse answer,
            List<String> taskArns) {
        var silent = new HashSet<>(taskArns);
        answer.tasks().forEach(task -> silent.remove(task.taskArn()));
        answer.failures()
                .stream()
                .filter(failure -> MISSING.equals(failure.reason()))
                .forEach(failure -> silent.remove(failure.arn()));
        if (!silent.isEmpty()) {
            throw EcsCallFailed.incomplete(TASKS, silent.size(), taskArns.size());
        }
        return answer.tasks();
    }

    /** A revision's; an empty text where it has none. */
    private Future<String> roleOf(String definition) {
        return call(DEFINITION, with -> Objects.requireNonNullElse(
                client().describeTaskDefinition(
                        request -> request.taskDefinition(definition).overrideConfiguration(with))
                        .taskDefinition()
                        .taskRoleArn(),
                ""));
    }

    private <T> Future<T> call(String action, Function<AwsRequestOverrideConfiguration, T> ask) {
        return pace.turn()
                .compose(turn -> own.current())
                .compose(identity -> worker.executeBlocking(asking(action, ask, identity), false)
                        .onFailure(error -> heed(error, identity)));
    }

    /** Blocks. */
    private static <T> Callable<T> asking(String action, Function<AwsRequestOverrideConfiguration, T> ask,
            AwsCredentialsIdentity identity) {
        return () -> {
            try {
                return ask.apply(AwsRequestOverrideConfiguration.builder()
                        .credentialsProvider(new FixedIdentity(identity))
                        .build());
            } catch (SdkException refused) {
                throw EcsCallFailed.of(action, refused);
            }
        };
    }

    private void heed(Throwable error, AwsCredentialsIdentity identity) {
        if (error instanceof EcsCallFailed failed && failed.expired()) {
            own.invalidate(identity);
        } else if (error instanceof EcsCallFailed failed && failed.throttled()) {
            pace.hold(WHEN_THROTTLED);
        }
    }

    private synchronized EcsClient client() {
        var made = client;
        if (made == null) {
            made = calls.prepareOnce(EcsClient.builder(), "ECS").build();
            client = made;
        }
        return made;
    }

    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }
}
