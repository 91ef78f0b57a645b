package dev.tracegate.embedded.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.testkit.ManualClock;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceStoreTest {
    private static final long NOW = 1_790_000_000;
    private static final StoreLimits ROOMY = new StoreLimits(Duration.ofHours(1), 1L << 30);

    private final ManualClock clock = new ManualClock(Instant.ofEpochSecond(NOW));

    @TempDir
    private Path folder;

    private static String trace(int number) {
        return "1-581cf771-%024x".formatted(number);
    }

    private static NewDocument document(int trace, String id, boolean inProgress, double start, String text) {
        var end = inProgress ? OptionalDouble.empty() : OptionalDouble.of(start + 1);
        return new NewDocument(trace(trace), id, true, inProgress, start, end,
                new JsonObject().put("t", text).encode());
    }

    private static NewDocument segment(int trace, String id, double start) {
        return document(trace, id, false, start, id);
    }

    private static List<String> texts(TraceStore store, int trace) {
        return store.reader()
                .find(trace(trace))
                .stream()
                .flatMap(found -> found.documents().stream())
                .map(text -> new JsonObject(text).getString("t"))
                .toList();
    }

    private static List<String> scan(TraceStore store, Window window, @Nullable ScanPosition after, int atMost) {
        var seen = new ArrayList<String>();
        store.reader().scan(window, after, trace -> {
            seen.add(trace.id());
            return seen.size() < atMost;
        });
        return seen;
    }

    private TraceStore open(StoreLimits limits) {
        return TraceStore.open(folder.resolve("x/traces.db"), limits, clock);
    }

    @Test
    void stored_documents_are_found_after_a_restart() {
        try (var store = open(ROOMY)) {
            store.writer().write(List.of(segment(1, "a", NOW), segment(1, "b", NOW)));
        }

        try (var store = open(ROOMY)) {
            assertThat(texts(store, 1)).containsExactly("a", "b");
            var found = store.reader().find(trace(1)).orElseThrow();
            assertThat(found.revision()).isEqualTo(1);
            assertThat(found.received()).isEqualTo(NOW);
            assertThat(found.limitExceeded()).isFalse();
        }
    }

    @Test
    void an_unknown_trace_is_not_found() {
        try (var store = open(ROOMY)) {
            assertThat(store.reader().find(trace(1))).isEqualTo(Optional.empty());
        }
    }

    @Test
    void the_first_completed_version_of_a_segment_is_kept() {
        try (var store = open(ROOMY)) {
            var writer = store.writer();

            writer.write(List.of(document(1, "a", true, NOW, "early")));
            assertThat(texts(store, 1)).containsExactly("early");
            writer.write(List.of(document(1, "a", true, NOW, "later")));
            assertThat(texts(store, 1)).containsExactly("later");
            writer.write(List.of(document(1, "a", false, NOW, "done")));
            writer.write(List.of(document(1, "a", true, NOW, "late")));
            writer.write(List.of(document(1, "a", false, NOW, "again")));

            assertThat(texts(store, 1)).containsExactly("done");
            assertThat(store.reader().find(trace(1)).orElseThrow().revision()).isEqualTo(3);
        }
    }

    @Test
    void an_unchanged_document_does_not_update_the_time_of_receipt() {
        try (var store = open(ROOMY)) {
            store.writer().write(List.of(segment(1, "a", NOW)));
            clock.advance(Duration.ofMinutes(1));

            store.writer().write(List.of(segment(1, "a", NOW)));

            assertThat(store.reader().find(trace(1)).orElseThrow().received()).isEqualTo(NOW);
        }
    }

    @Test
    void a_window_of_start_times_includes_its_bounds_and_returns_the_newest_first() {
        try (var store = open(ROOMY)) {
            store.writer()
                    .write(List.of(segment(1, "a", 99.5), segment(2, "a", 100), segment(3, "a", 105.25),
                            segment(4, "a", 110), segment(5, "a", 110.001)));

            var seen = scan(store, new Window(Window.By.START, 100, 110), null, 9);

            assertThat(seen).containsExactly(trace(4), trace(3), trace(2));
        }
    }

    @Test
    void a_window_of_receipt_times_has_whole_seconds() {
        try (var store = open(ROOMY)) {
            for (int i = 0; i < 4; i++) {
                store.writer().write(List.of(segment(i, "a", 7)));
                clock.advance(Duration.ofMillis(900));
            }

            var seen = scan(store, new Window(Window.By.RECEIVED, NOW + 1, NOW + 1), null, 9);

            assertThat(seen).containsExactly(trace(2));
        }
    }

    @Test
    void a_window_of_activity_returns_overlapping_traces() {
        try (var store = open(ROOMY)) {
            store.writer()
                    .write(List.of(segment(1, "a", 98.9), segment(2, "a", 99.5), segment(3, "a", 104),
                            segment(4, "a", 111), document(5, "a", true, 99.5, "never ended")));

            var seen = scan(store, new Window(Window.By.ACTIVE, 100, 110), null, 9);

            assertThat(seen).containsExactly(trace(3), trace(2));
        }
    }

    @Test
    void a_trace_with_only_subsegments_is_stored_but_in_no_window() {
        try (var store = open(ROOMY)) {
            var orphan = new NewDocument(trace(1), "a", false, false, NOW, OptionalDouble.of(NOW), "{\"t\":\"o\"}");
            store.writer().write(List.of(orphan));

            for (var by : Window.By.values()) {
                assertThat(scan(store, new Window(by, 0, 2.0 * NOW), null, 9)).isEmpty();
            }
            assertThat(texts(store, 1)).containsExactly("o");
        }
    }

    @Test
    void a_scan_continues_after_the_last_position_even_among_equal_start_times() {
        try (var store = open(ROOMY)) {
            for (int i = 0; i < 25; i++) {
                store.writer().write(List.of(segment(i, "a", 100)));
            }
            var seen = new ArrayList<String>();
            var window = new Window(Window.By.START, 0, 200);

            ScanPosition after = null;
            int pages = 0;
            do {
                var page = new ArrayList<String>();
                after = store.reader().scan(window, after, trace -> {
                    page.add(trace.id());
                    return page.size() < 10;
                }).orElse(null);
                seen.addAll(page);
                pages++;
            } while (after != null);

            assertThat(pages).isEqualTo(3);
            assertThat(seen).doesNotHaveDuplicates().hasSize(25);
        }
    }

    @Test
    void a_trace_accepts_500_KiB_of_documents_and_names_the_refused_ones() {
        try (var store = open(ROOMY)) {
            var big = "x".repeat(60_000);
            for (int i = 0; i < 8; i++) {
                assertThat(store.writer().write(List.of(document(1, "d" + i, false, NOW, big)))).isEmpty();
            }
            var tooMuch = document(1, "last", false, NOW, big);

            var refused = store.writer().write(List.of(tooMuch, document(1, "small", false, NOW, "y")));

            assertThat(refused).containsExactly(tooMuch);
            assertThat(texts(store, 1)).hasSize(9).contains("y");
            assertThat(store.reader().find(trace(1)).orElseThrow().limitExceeded()).isTrue();
        }
    }

    @Test
    void a_new_version_in_progress_replaces_the_bytes_of_the_old_one() {
        try (var store = open(ROOMY)) {
            var big = "x".repeat(60_000);
            for (int i = 0; i < 20; i++) {
                assertThat(store.writer().write(List.of(document(1, "a", true, NOW, big)))).isEmpty();
            }
        }
    }

    @Test
    void traces_older_than_the_retention_are_deleted() {
        try (var store = open(new StoreLimits(Duration.ofMinutes(10), 1L << 30))) {
            for (int i = 0; i < 250; i++) {
                store.writer().write(List.of(segment(i, "a", NOW)));
            }
            clock.advance(Duration.ofMinutes(6));
            store.writer().write(List.of(segment(1, "b", NOW), segment(999, "a", NOW)));
            clock.advance(Duration.ofMinutes(6));

            int deleted = store.writer().sweep();

            assertThat(deleted).isEqualTo(249);
            assertThat(texts(store, 1)).containsExactly("a", "b");
            assertThat(texts(store, 2)).isEmpty();
            assertThat(texts(store, 999)).containsExactly("a");
        }
    }

    @Test
    void deletes_the_oldest_traces_to_stay_within_the_size_limit() throws Exception {
        long limit = 4 << 20;
        try (var store = open(new StoreLimits(Duration.ofHours(1), limit))) {
            for (int i = 0; i < 400; i++) {
                store.writer().write(List.of(document(i, "a", false, NOW, "x".repeat(30_000))));
                clock.advance(Duration.ofMillis(10));
            }

            store.writer().sweep();

            assertThat(bytes()).isLessThan(limit);
            assertThat(texts(store, 0)).isEmpty();
            assertThat(texts(store, 399)).hasSize(1);
            var kept = scan(store, new Window(Window.By.START, 0, 2.0 * NOW), null, 1000);
            assertThat(kept).hasSizeGreaterThan(80).doesNotContain(trace(200)).contains(trace(350));
        }
    }

    @Test
    void a_reader_that_prevents_the_log_from_shrinking_causes_no_deletion() {
        long limit = 4 << 20;
        try (var store = open(new StoreLimits(Duration.ofHours(1), limit))) {
            var writer = store.writer();
            writer.write(List.of(segment(0, "a", NOW)));

            store.reader().scan(new Window(Window.By.START, 0, 2.0 * NOW), null, reading -> {
                for (int i = 1; i < 400; i++) {
                    writer.write(List.of(document(i, "a", false, NOW, "x".repeat(30_000))));
                    clock.advance(Duration.ofMillis(10));
                }
                writer.sweep();
                return false;
            });

            assertThat(scan(store, new Window(Window.By.START, 0, 2.0 * NOW), null, 1000)).hasSizeGreaterThan(60)
                    .contains(trace(350));
            writer.sweep();
            assertThat(texts(store, 399)).hasSize(1);
        }
    }

    @Test
    void refuses_a_file_name_that_sqlite_would_parse_as_options() {
        assertThatThrownBy(() -> TraceStore.open(folder.resolve("a?b.db"), ROOMY, clock))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("'?'");
    }

    private long bytes() throws Exception {
        return Files.size(folder.resolve("x/traces.db")) + Files.size(folder.resolve("x/traces.db-wal"));
    }

    @Test
    void only_the_owner_can_read_the_files() throws Exception {
        try (var store = open(ROOMY)) {
            store.writer().write(List.of(segment(1, "a", NOW)));

            var path = store.path();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())))
                    .isEqualTo("rwx------");
            try (var files = Files.list(path.getParent())) {
                assertThat(files.toList()).hasSize(3)
                        .allSatisfy(file -> assertThat(
                                PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void a_temporary_store_deletes_its_files() {
        var store = TraceStore.open(null, ROOMY, clock);
        store.writer().write(List.of(segment(1, "a", NOW)));
        assertThat(store.path()).exists();

        store.close();

        assertThat(store.path().getParent()).doesNotExist();
    }

    @Test
    void refuses_a_file_of_a_newer_version_and_names_the_remedy() throws SQLException {
        open(ROOMY).close();
        change("PRAGMA user_version = 2");

        assertThatThrownBy(() -> open(ROOMY)).isInstanceOf(StoreException.class)
                .hasMessageContaining("traces.db has schema version 2, but this Tracegate supports only 1")
                .hasMessageContaining("another file");
    }

    @Test
    void refuses_a_file_of_another_program() throws Exception {
        Files.createDirectories(folder.resolve("x"));
        change("CREATE TABLE bookmarks (url TEXT)");

        assertThatThrownBy(() -> open(ROOMY)).isInstanceOf(StoreException.class)
                .hasMessageContaining("SQLite file of another program");
    }

    @Test
    void refuses_a_file_that_is_not_a_database() throws Exception {
        Files.createDirectories(folder.resolve("x"));
        Files.writeString(folder.resolve("x/traces.db"),
                "These are notes, and they are long enough to be read.\n".repeat(99));

        assertThatThrownBy(() -> open(ROOMY)).isInstanceOf(StoreException.class).hasMessageContaining("traces.db");
    }

    private void change(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("x/traces.db"));
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
