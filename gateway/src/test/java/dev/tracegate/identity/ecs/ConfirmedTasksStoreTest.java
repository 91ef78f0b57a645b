package dev.tracegate.identity.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tracegate.identity.ecs.EcsTasks.Task;
import dev.tracegate.tenant.Workload;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Persistence of the confirmed tasks across restarts of the process. */
class ConfirmedTasksStoreTest {
    @TempDir
    private Path parent;
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void confirmed_tasks_are_known_after_a_restart() {
        var folder = parent.resolve("identity");
        var first = open(folder);
        confirm(first, "task/1");
        first.tick(0);
        await().until(() -> Files.exists(folder.resolve("tasks.json")));

        assertThat(open(folder).tasks().find("task/1")).isPresent();
    }

    @Test
    void changes_are_written_at_most_every_two_seconds() throws IOException {
        var folder = parent.resolve("identity");
        var store = open(folder);
        confirm(store, "task/1");
        store.tick(0);
        await().until(() -> Files.exists(folder.resolve("tasks.json")));
        var written = Files.readString(folder.resolve("tasks.json"));

        confirm(store, "task/2");
        store.tick(Duration.ofMillis(1_999).toNanos());
        assertThat(store.tasks().takeChanges()).as("not yet taken for writing").isPresent();
        assertThat(folder.resolve("tasks.json")).hasContent(written);

        confirm(store, "task/3");
        await().until(() -> {
            store.tick(Duration.ofSeconds(2).toNanos());
            return Files.readString(folder.resolve("tasks.json")).contains("task/3");
        });
    }

    @Test
    void without_a_writable_folder_the_tasks_are_kept_in_memory_only() throws IOException {
        var store = open(Files.writeString(parent.resolve("a-file"), "").resolve("identity"));
        confirm(store, "task/1");

        store.tick(0);

        assertThat(store.tasks().find("task/1")).isPresent();
    }

    private ConfirmedTasksStore open(Path folder) {
        return ConfirmedTasksStore.open(vertx, folder, Duration.ofHours(24), () -> Instant.EPOCH);
    }

    private static void confirm(ConfirmedTasksStore store, String arn) {
        store.tasks()
                .answered(arn, new Task(new Workload(arn, "prod", "web", null, Map.of(), null), "instance", Set.of(),
                        Set.of(), true));
    }
}
