package dev.tracegate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundedWorkerTest {
    private final Vertx vertx = Vertx.vertx();
    private final BoundedWorker worker = new BoundedWorker("worker", 2);

    @AfterEach
    void close() {
        worker.close();
        RunningXRay.await(vertx.close());
    }

    @Test
    void refuses_tasks_beyond_the_queue_limit_and_runs_the_others() throws Exception {
        var context = vertx.getOrCreateContext();
        var begun = new CountDownLatch(1);
        var release = new CountDownLatch(1);

        var running = worker.run(context, () -> {
            begun.countDown();
            release.await();
            return "running";
        });
        begun.await();
        var first = worker.run(context, () -> "first");
        var second = worker.run(context, () -> "second");
        var third = worker.run(context, () -> "third");
        release.countDown();

        assertThat(third.cause()).isInstanceOf(RejectedExecutionException.class);
        assertThat(RunningXRay.await(running)).isEqualTo("running");
        assertThat(RunningXRay.await(first)).isEqualTo("first");
        assertThat(RunningXRay.await(second)).isEqualTo("second");
    }

    @Test
    void a_stack_overflow_fails_the_task_and_the_next_one_runs() {
        var context = vertx.getOrCreateContext();

        var failed = worker.run(context, () -> endless(1))
                .<Object>map(done -> "done")
                .otherwise(StackOverflowError.class::isInstance);
        var next = worker.run(context, () -> "next");

        assertThat(RunningXRay.await(failed)).isEqualTo(true);
        assertThat(RunningXRay.await(next)).isEqualTo("next");
    }

    @SuppressWarnings("InfiniteRecursion") // overflows the stack on purpose
    private static Object endless(int depth) {
        return new Object[]{depth, endless(depth + 1)};
    }
}
