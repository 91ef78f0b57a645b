package dev.tracegate.aws.ecs;

import com.github.benmanes.caffeine.cache.Cache;
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
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.TaskField;

/**
 * Calls the ECS API with the process's own credentials, at most once a second, since the account and Region share a quota of 20 calls a
 * second. The client is created at the first call. Any thread.
 */
public final class EcsDescribeTasks implements EcsTasks {
    public static final Duration CALL_INTERVAL = Duration.ofSeconds(1);
    private static final Duration WHEN_THROTTLED = Duration.ofSeconds(5);
    private static final String TASKS = "ecs:DescribeTasks";
    /** The reason of ECS's answer for a task that it does not know. */
    private static final String MISSING = "MISSING";
    private static final String DEFINITION = "ecs:DescribeTaskDefinition";

    private final WorkerExecutor worker;
    private final SdkCalls calls;
    private final Credentials own;
    private final CallRateLimiter rate;
    private final @Nullable TaskRoles roles;
    // guarded by this
    private @Nullable EcsClient client;

    /**
     * Makes no call yet.
     *
     * @param withRoles whether tasks' roles are wanted, which costs one more call for each revision of a task definition
     */
    public EcsDescribeTasks(WorkerExecutor worker, SdkCalls calls, Credentials own, CallRateLimiter rate,
            LongSupplier nanoClock, boolean withRoles) {
        this.worker = worker;
        this.calls = calls;
        this.own = own;
        this.rate = rate;
        this.roles = withRoles ? new TaskRoles(this::roleOf, nanoClock) : null;
    }

    @Override
    public Future<List<Task>> describe(String cluster, List<String> taskArns) {
        if (taskArns.isEmpty() || taskArns.size() > MOST_TASKS) {
            throw new IllegalArgumentException("1 to " + MOST_TASKS + " tasks in one call, was " + taskArns.size());
        }
        return call(TASKS, with -> client().describeTasks(request -> request.cluster(cluster)
                .tasks(taskArns)
                .include(TaskField.TAGS)
                .overrideConfiguration(with)))
                .map(answer -> complete(answer, taskArns))
                .map(tasks -> tasks.stream().map(DescribedTask::new).toList())
                .compose(tasks -> roles == null
                        ? Future.succeededFuture(tasks.stream().map(task -> task.with(task.overriddenRole())).toList())
                        : roles.addTo(tasks));
    }

    /** Fails unless the answer lists every task as found or as MISSING: a task that the answer does not mention may still exist. */
    private static List<software.amazon.awssdk.services.ecs.model.Task> complete(DescribeTasksResponse answer,
            List<String> taskArns) {
        var unmentioned = new HashSet<>(taskArns);
        answer.tasks().forEach(task -> unmentioned.remove(task.taskArn()));
        answer.failures()
                .stream()
                .filter(failure -> MISSING.equals(failure.reason()))
                .forEach(failure -> unmentioned.remove(failure.arn()));
        if (!unmentioned.isEmpty()) {
            throw EcsCallFailed.incomplete(TASKS, unmentioned.size(), taskArns.size());
        }
        return answer.tasks();
    }

    /** The role of a task definition's revision; empty if it has none. */
    private Future<String> roleOf(String definition) {
        return call(DEFINITION, with -> Objects.requireNonNullElse(
                client().describeTaskDefinition(
                        request -> request.taskDefinition(definition).overrideConfiguration(with))
                        .taskDefinition()
                        .taskRoleArn(),
                ""));
    }

    private <T> Future<T> call(String action, Function<AwsRequestOverrideConfiguration, T> request) {
        return rate.acquire()
                .compose(permit -> own.current())
                .compose(identity -> worker.executeBlocking(blockingCall(action, request, identity), false)
                        .onFailure(error -> onFailure(error, identity)));
    }

    /** The call to run on a worker thread. */
    private static <T> Callable<T> blockingCall(String action, Function<AwsRequestOverrideConfiguration, T> request,
            AwsCredentialsIdentity identity) {
        return () -> {
            try {
                return request.apply(AwsRequestOverrideConfiguration.builder()
                        .credentialsProvider(new FixedIdentity(identity))
                        .build());
            } catch (SdkException refused) {
                throw EcsCallFailed.of(action, refused);
            }
        };
    }

    private void onFailure(Throwable error, AwsCredentialsIdentity identity) {
        if (error instanceof EcsCallFailed failed && failed.expired()) {
            own.invalidate(identity);
        } else if (error instanceof EcsCallFailed failed && failed.throttled()) {
            rate.pauseFor(WHEN_THROTTLED);
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

    /** The cache of task definitions' roles, for its meters; null if roles are not wanted. */
    public @Nullable Cache<?, ?> roleCache() {
        return roles == null ? null : roles.cache();
    }

    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }
}
