package dev.tracegate.embedded.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tracegate.embedded.api.ApiError;
import dev.tracegate.testkit.ManualClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQLite returns the same code for a full disk and for a file at its page limit, so the test sets a page limit. */
class DiskFullTest {
    private static final int PAGES = 20;

    @TempDir
    private Path folder;

    @Test
    void a_full_disk_is_reported_and_later_writes_succeed() throws Exception {
        var file = StoreFile.at(folder.resolve("traces.db"));
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file.path())) {
            TraceSchema.prepare(connection, file);
            run(connection, "PRAGMA max_page_count = " + PAGES);
            var clock = new ManualClock(Instant.ofEpochSecond(1_000));
            var limits = new StoreLimits(Duration.ofHours(1), 1 << 30);
            var writer = new TraceWriter(connection, file, limits, clock);

            var failure = catchThrowableOfType(StoreException.class,
                    () -> writer.write(List.of(document("a".repeat(PAGES * 4096)))));

            assertThat(failure.diskFull()).isTrue();
            assertThat(failure).hasMessage("embedded.store: cannot write: the disk of " + file.path()
                    + " is full; make room there, or name a file on another disk");
            var answer = ApiError.of(failure);
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body().getString("message")).isEqualTo(failure.getMessage());
            assertThat(writer.write(List.of(document("{}")))).isEmpty();
            assertThat(new TraceReader(connection).find("trace").orElseThrow().documents()).containsExactly("{}");
        }
    }

    @Test
    void another_failure_is_not_reported_as_a_full_disk() {
        var other = StoreException.of("cannot write", Path.of("traces.db"), new SQLException("no"));

        assertThat(other.diskFull()).isFalse();
        assertThat(ApiError.of(other).body().getString("message")).contains("see its log");
    }

    private static NewDocument document(String text) {
        return new NewDocument("trace", "id", true, false, 1, OptionalDouble.empty(), text);
    }

    private static void run(Connection connection, String pragma) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(pragma);
        }
    }
}
