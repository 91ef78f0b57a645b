package dev.tracegate.identity.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.identity.ecs.EcsTasks.Task;
import dev.tracegate.tenant.Workload;
import dev.tracegate.testkit.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The confirmed tasks in memory and their file, which survives a restart. */
class ConfirmedTasksTest {
    private static final Duration DAY = Duration.ofHours(24);

    @TempDir
    private Path parent;
    private Path folder;
    private ConfirmedTasksFile file;
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-29T00:00:00Z"));
    private final ConfirmedTasks tasks = tasks(List.of());

    @BeforeEach
    void locate() {
        folder = parent.resolve("identity");
        file = new ConfirmedTasksFile(folder);
    }

    @Test
    void a_confirmed_task_is_read_back_unchanged() throws IOException {
        tasks.answered("task/1", task("task/1", Map.of("team", "shop\n\"quoted\"", "empty", "")));
        tasks.answered("task/2", new Task(new Workload("task/2", "prod", "web", null, Map.of(), null), "instance",
                Set.of(), Set.of(), true));
        var all = tasks.takeChanges().orElseThrow();

        file.write(all);

        assertThat(file.read()).isEqualTo(all);
        assertThat(tasks(file.read()).find("task/1")).isEqualTo(tasks.find("task/1")).isPresent();
    }

    @Test
    void T3_no_address_is_on_disk() throws IOException {
        tasks.answered("task/1", task("task/1", Map.of()));

        file.write(tasks.takeChanges().orElseThrow());

        assertThat(Files.readString(file.path())).contains("task/1", "docker-1").doesNotContain("10.0.0.1");
    }

    @Test
    void only_the_owner_can_access_the_file_and_its_folder_and_no_temporary_file_remains() throws IOException {
        file.write(List.of());
        file.write(List.of());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path()))).isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file.path());
        }
    }

    @Test
    void a_task_expires_the_configured_time_after_it_was_last_seen() {
        tasks.answered("task/1", task("task/1", Map.of()));
        clock.advance(DAY.minusMillis(1));
        assertThat(tasks.find("task/1")).isPresent();
        tasks.seen("task/1");
        clock.advance(DAY.minusMillis(1));
        assertThat(tasks.find("task/1")).as("seen since").isPresent();
        clock.advance(Duration.ofMillis(1));
        assertThat(tasks.find("task/1")).isEmpty();
    }

    @Test
    void T3_a_task_that_ecs_reports_as_stopped_or_unknown_is_removed() {
        tasks.answered("task/1", task("task/1", Map.of()));
        tasks.answered("task/2", task("task/2", Map.of()));
        tasks.takeChanges();

        tasks.answered("task/1", null);
        var two = task("task/2", Map.of());
        tasks.answered("task/2",
                new Task(two.workload(), two.containerInstanceArn(), two.addresses(), two.runtimeIds(), false));

        assertThat(tasks.takeChanges()).contains(List.of());
    }

    @Test
    void without_a_change_nothing_is_written() {
        tasks.answered("task/1", task("task/1", Map.of()));
        assertThat(tasks.takeChanges()).isPresent();
        tasks.seen("task/1");
        assertThat(tasks.takeChanges()).as("seen again immediately").isEmpty();
        clock.advance(Duration.ofHours(1));
        tasks.seen("task/1");
        assertThat(tasks.takeChanges()).as("an hour later").isPresent();
    }

    @Test
    void without_a_retention_time_no_task_is_kept() {
        var none = ConfirmedTasks.none();
        none.answered("task/1", task("task/1", Map.of()));

        assertThat(none.find("task/1")).isEmpty();
        assertThat(none.takeChanges()).isEmpty();
    }

    @Test
    void the_number_of_tasks_is_bounded_and_the_least_recently_used_one_is_evicted() {
        for (int i = 0; i <= ConfirmedTasks.MOST; i++) {
            tasks.answered("task/" + i, task("task/" + i, Map.of()));
        }

        assertThat(tasks.takeChanges().orElseThrow()).hasSize(ConfirmedTasks.MOST);
        assertThat(tasks.find("task/0")).isEmpty();
        assertThat(tasks.find("task/1")).isPresent();
    }

    @Test
    void the_bytes_of_the_tasks_are_bounded_because_senders_choose_their_tags() {
        var tags = new HashMap<String, String>();
        for (int i = 0; i < 50; i++) {
            tags.put("key-" + i, "v".repeat(256));
        }
        for (int i = 0; i < 1_000; i++) {
            tasks.answered("task/" + i, task("task/" + i, tags));
        }

        var all = tasks.takeChanges().orElseThrow();
        assertThat(all.stream().mapToLong(ConfirmedTask::held).sum())
                .isBetween(ConfirmedTasks.MOST_BYTES * 9 / 10, ConfirmedTasks.MOST_BYTES);
        assertThat(all.getLast().arn()).isEqualTo("task/999");
    }

    @Test
    void the_file_is_bounded_in_bytes_and_contains_the_most_recently_used_tasks() throws IOException {
        var tags = new HashMap<String, String>();
        for (int i = 0; i < 50; i++) {
            tags.put("key-" + i, "é".repeat(256));
        }
        var many = new ArrayList<ConfirmedTask>();
        for (int i = 0; i < 1_000; i++) {
            many.add(ConfirmedTask.of(task("task/" + i, tags), clock.millis()).orElseThrow());
        }

        file.write(many);

        assertThat(Files.size(file.path())).isBetween(ConfirmedTasksFile.MOST_BYTES * 9L / 10,
                (long) ConfirmedTasksFile.MOST_BYTES);
        assertThat(file.read()).hasSizeBetween(30, 999).last().isEqualTo(many.getLast());
    }

    @Test
    void a_damaged_file_is_set_aside_and_no_task_is_read_from_it() throws IOException {
        var random = new Random(3);
        var good = ConfirmedTasksFile.encode(
                List.of(ConfirmedTask.of(task("task/1", Map.of("team", "shop")), clock.millis()).orElseThrow()));
        file.write(List.of());
        for (int round = 0; round < 200; round++) {
            var bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file.path(), bad);

            assertThatThrownBy(file::read).isInstanceOf(IOException.class).hasMessageContaining("tasks.damaged");
            assertThat(file.read()).isEmpty();
            assertThat(folder.resolve("tasks.damaged")).hasBinaryContent(bad);
            file.write(List.of());
        }
    }

    @Test
    void a_truncated_empty_oversized_or_unknown_version_file_is_set_aside() throws IOException {
        var text = new String(ConfirmedTasksFile.encode(List.of()), java.nio.charset.StandardCharsets.UTF_8);
        file.write(List.of());
        for (var bad : List.of("", "[]", text.substring(0, text.length() - 1), text.replace(" 1 ", " 2 "),
                "x".repeat(ConfirmedTasksFile.MOST_BYTES + 1))) {
            Files.writeString(file.path(), bad);

            assertThatThrownBy(file::read).isInstanceOf(IOException.class);
            file.write(List.of());
        }
    }

    @Test
    void T5_a_file_that_is_writable_by_others_or_a_link_is_not_read() throws IOException {
        file.write(List.of());
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-rw----"));
        assertThatThrownBy(file::read).hasMessageContaining("other users may");

        file.write(List.of());
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(file::read).hasMessageContaining("other users may");

        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Files.createSymbolicLink(file.path(), Files.writeString(parent.resolve("elsewhere"), "x"));
        assertThatThrownBy(file::read).hasMessageContaining("not a regular file");
    }

    private ConfirmedTasks tasks(List<ConfirmedTask> before) {
        return new ConfirmedTasks(DAY, before, clock);
    }

    private static Task task(String arn, Map<String, String> tags) {
        return new Task(new Workload(arn, "prod", "web", "web-svc", tags, "arn:aws:iam::1:role/web"), "instance",
                Set.of(InetAddress.ofLiteral("10.0.0.1")), Set.of("docker-1"), true);
    }
}
