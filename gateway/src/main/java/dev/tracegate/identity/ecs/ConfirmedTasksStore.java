package dev.tracegate.identity.ecs;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores {@link ConfirmedTasks} on disk for the next process. Owned by one loop; writes on a worker. */
public final class ConfirmedTasksStore {
    private static final Logger LOG = LoggerFactory.getLogger(ConfirmedTasksStore.class);
    /** Between two writes. A kill -9 may lose these changes; ECS then confirms the tasks again. */
    private static final long WRITE_NANOS = Duration.ofSeconds(2).toNanos();

    private final Vertx vertx;
    private final ConfirmedTasksFile file;
    private final ConfirmedTasks tasks;
    private boolean writing;
    private boolean wrote;
    private boolean failed;
    private long wroteNanos;

    private ConfirmedTasksStore(Vertx vertx, ConfirmedTasksFile file, ConfirmedTasks tasks) {
        this.vertx = vertx;
        this.file = file;
        this.tasks = tasks;
    }

    /** Reads the file of an earlier process, at most 1 MiB. Blocks. */
    public static ConfirmedTasksStore open(Vertx vertx, Path folder, Duration rememberFor, InstantSource clock) {
        var file = new ConfirmedTasksFile(folder);
        List<ConfirmedTask> before = List.of();
        try {
            before = file.read();
        } catch (IOException unusable) {
            LOG.warn("identity.folder: {}; every task is confirmed anew", unusable.getMessage());
        }
        return new ConfirmedTasksStore(vertx, file, new ConfirmedTasks(rememberFor, before, clock));
    }

    public ConfirmedTasks tasks() {
        return tasks;
    }

    /** Writes the changes if a write is due. */
    public void tick(long nowNanos) {
        if (writing || (wrote && nowNanos - wroteNanos < WRITE_NANOS)) {
            return;
        }
        tasks.takeChanges().ifPresent(all -> {
            writing = true;
            wrote = true;
            wroteNanos = nowNanos;
            vertx.<Void>executeBlocking(() -> {
                file.write(all);
                return null;
            }, false).onComplete(done -> {
                writing = false;
                report(done.cause());
            });
        });
    }

    private void report(@Nullable Throwable failure) {
        if (failure != null && !failed) {
            LOG.warn(
                    "identity.folder: cannot write {}: {}; after a restart every task waits for ECS. Name a folder that can be written, or set identity.rememberFor: 0s",
                    file.path(), failure.toString());
        }
        failed = failure != null;
    }
}
