package dev.tracegate.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.sampling.book.BookVersion;
import dev.tracegate.sampling.book.RuleBooks;
import dev.tracegate.sampling.book.RuleScope;
import dev.tracegate.sampling.book.RuleStoreException;
import dev.tracegate.sampling.rule.RuleBook;
import dev.tracegate.sampling.rule.SamplingRule;
import dev.tracegate.tenant.TenantId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteRuleStoreTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");
    private static final RuleScope SHOP = RuleScope.of(new TenantId("shop"));

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("private/rules.db");
    }

    private static BookVersion version(long number) {
        var rule = new SamplingRule("r" + number, 7, 0.25, 3, "shop", "*", "*.example.com", "GET", "/a\"?*", "*",
                Map.of("k", "v"), Optional.of(new SamplingRule.Boost(0.5, 3)));
        return new BookVersion(number, NOW.plusSeconds(number), "ann", "because \u00e4",
                RuleBook.of(List.of(rule), NOW));
    }

    @Test
    void what_was_appended_is_there_after_a_restart() {
        try (var store = SqliteRuleStore.open(file)) {
            store.append(RuleScope.GLOBAL, version(1));
            store.append(RuleScope.GLOBAL, version(2));
            store.append(SHOP, version(1));
        }
        try (var store = SqliteRuleStore.open(file)) {
            assertThat(store.latest()).isEqualTo(Map.of(RuleScope.GLOBAL, version(2), SHOP, version(1)));
            assertThat(store.history(RuleScope.GLOBAL, 10)).containsExactly(version(2), version(1));
            assertThat(store.history(RuleScope.GLOBAL, 1)).containsExactly(version(2));
        }
    }

    @Test
    void only_the_owner_can_read_the_file() throws Exception {
        try (var store = SqliteRuleStore.open(file)) {
            store.append(RuleScope.GLOBAL, version(1));
            for (var name : List.of("rules.db", "rules.db-wal")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.resolveSibling(name))))
                        .isEqualTo("rw-------");
            }
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void keeps_the_last_200_versions_of_a_scope() {
        try (var store = SqliteRuleStore.open(file)) {
            for (int number = 1; number <= 205; number++) {
                store.append(RuleScope.GLOBAL, version(number));
            }
            store.append(SHOP, version(1));

            assertThat(store.history(RuleScope.GLOBAL, 1000)).hasSize(200);
            assertThat(store.history(RuleScope.GLOBAL, 1000).getLast()).isEqualTo(version(6));
            assertThat(store.history(SHOP, 1000)).hasSize(1);
        }
    }

    @Test
    void the_time_of_the_last_change_survives_a_restart_and_the_source_s_time_too() {
        try (var store = SqliteRuleStore.open(file)) {
            var books = new RuleBooks(store, 25, "rules", InstantSource.fixed(NOW));
            books.change(RuleScope.GLOBAL, (book, now) -> book.create(SamplingRule.matchingAll("a", 1, 1, 1), 25, now),
                    "ann", "");
        }
        try (var store = SqliteRuleStore.open(file)) {
            var later = InstantSource.fixed(NOW.plusSeconds(3600));
            assertThat(new RuleBooks(store, 25, "rules", later).lastModified(TenantId.DEFAULT))
                    .isEqualTo(NOW.plusSeconds(1));
            assertThat(new RuleBooks(store, 25, "overlay", later).lastModified(TenantId.DEFAULT))
                    .isEqualTo(NOW.plusSeconds(3601));
        }
    }

    @Test
    void a_version_that_cannot_be_written_is_not_there() throws Exception {
        try (var store = SqliteRuleStore.open(file);
                var other = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = other.createStatement()) {
            store.append(RuleScope.GLOBAL, version(1));
            statement.executeUpdate(
                    "CREATE TRIGGER full BEFORE INSERT ON version BEGIN SELECT RAISE(ABORT, 'full'); END");

            assertThatThrownBy(() -> store.append(RuleScope.GLOBAL, version(2))).isInstanceOf(RuleStoreException.class)
                    .hasMessageContaining("rules.db failed");
            statement.executeUpdate("DROP TRIGGER full");
            store.append(RuleScope.GLOBAL, version(2));
            assertThat(store.latest()).containsEntry(RuleScope.GLOBAL, version(2));
        }
    }

    @Test
    void the_file_of_another_program_or_of_a_later_version_is_refused_and_kept() throws Exception {
        Files.createDirectories(file.getParent());
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + file); var statement = other.createStatement()) {
            statement.executeUpdate("CREATE TABLE theirs (x)");
        }
        assertThatThrownBy(() -> SqliteRuleStore.open(file)).isInstanceOf(RuleStoreException.class)
                .hasMessageEndingWith("is a SQLite file of another program; configure a file that does not exist yet");

        var mine = folder.resolve("mine.db");
        SqliteRuleStore.open(mine).close();
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + mine); var statement = other.createStatement()) {
            statement.executeUpdate("PRAGMA user_version = 9");
        }
        assertThatThrownBy(() -> SqliteRuleStore.open(mine))
                .hasMessageContaining("has schema version 9, but this Tracegate supports only 1");
    }

    @Test
    void rules_that_someone_damaged_are_named_with_the_file() throws Exception {
        try (var store = SqliteRuleStore.open(file)) {
            store.append(RuleScope.GLOBAL, version(1));
        }
        for (var damage : List.of("[{\"SamplingRule\": {}}]", "[1]", "{", "[{}]")) {
            try (var other = DriverManager.getConnection("jdbc:sqlite:" + file);
                    var update = other.prepareStatement("UPDATE version SET rules = ?")) {
                update.setString(1, damage);
                update.executeUpdate();
            }
            try (var store = SqliteRuleStore.open(file)) {
                assertThatThrownBy(store::latest).as(damage)
                        .isInstanceOf(RuleStoreException.class)
                        .hasMessageContaining("rules.db has rules that cannot be read");
            }
        }
    }

    /** A process that writes as fast as it can is killed at any moment: what it reported as written is there, and the file is whole. */
    @Test
    void a_kill_loses_nothing_that_was_appended() throws Exception {
        long written = 0;
        for (int round = 0; round < 3; round++) {
            var writer = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                    Writer.class.getName(),
                    file.toString()).redirectErrorStream(true).start();
            try (var lines = writer.inputReader()) {
                for (int line = 0; line < 20 + 7 * round; line++) {
                    written = Long.parseLong(lines.readLine());
                }
                writer.destroyForcibly().waitFor();
            }
            try (var store = SqliteRuleStore.open(file)) {
                assertThat(store.latest().get(RuleScope.GLOBAL).number()).isGreaterThanOrEqualTo(written);
            }
        }
    }

    /** Appends versions until it is killed, and prints the number of each that is written. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) {
            try (var store = SqliteRuleStore.open(Path.of(arguments[0]))) {
                var last = store.latest().get(RuleScope.GLOBAL);
                for (long number = last == null ? 1 : last.number() + 1;; number++) {
                    store.append(RuleScope.GLOBAL, version(number));
                    System.out.println(number);
                }
            }
        }
    }
}
