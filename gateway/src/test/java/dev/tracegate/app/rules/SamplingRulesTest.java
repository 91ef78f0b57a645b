package dev.tracegate.app.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.config.Settings;
import dev.tracegate.sampling.book.RuleScope;
import dev.tracegate.sampling.rule.RuleBook;
import dev.tracegate.sampling.rule.RuleRefusal;
import dev.tracegate.sampling.rule.SamplingRule;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplingRulesTest {
    private static final TenantId SHOP = new TenantId("shop");

    @TempDir
    private Path folder;
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-02T03:04:05Z"));

    /** Closes the rules at the end of a block. */
    private record Opened(SamplingRules rules) implements AutoCloseable {
        @Override
        public void close() {
            rules.close();
        }
    }

    private SamplingRules open(@Nullable Path file, @Nullable Path store) {
        return SamplingRules.open(
                new Settings.Sampling(1, Settings.Sampling.RuleSource.RULES, file, store, 25, 1, false), "shop"::equals,
                clock);
    }

    private Path write(String text) throws IOException {
        var next = Files.writeString(folder.resolve("next.json"), text);
        return Files.move(next, folder.resolve("rules.json"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String rate(double rate) {
        return "{\"SamplingRules\": [{\"RuleName\": \"Default\", \"FixedRate\": " + rate + ", \"ReservoirSize\": 0}]}";
    }

    private static double rate(Opened rules) {
        return rules.rules.books().of(SHOP).defaultRule().rule().fixedRate();
    }

    @Test
    void without_a_file_and_a_store_rules_can_be_changed_and_end_with_the_process() {
        try (var rules = new Opened(open(null, null))) {
            assertThat(rules.rules.books().of(SHOP)).isEqualTo(RuleBook.DEFAULT);
            rules.rules.books()
                    .change(RuleScope.GLOBAL,
                            (book, now) -> book.create(SamplingRule.matchingAll("a", 1, 1, 1), 25, now), "", "");
            assertThat(rules.rules.problem()).isEmpty();
        }
        try (var rules = new Opened(open(null, null))) {
            assertThat(rules.rules.books().of(SHOP)).isEqualTo(RuleBook.DEFAULT);
        }
    }

    @Test
    void a_changed_file_is_read_again_and_its_rules_cannot_be_changed_by_calls() throws Exception {
        var file = write(rate(0.25));
        try (var rules = new Opened(open(file, null))) {
            assertThat(rate(rules)).isEqualTo(0.25);
            assertThatThrownBy(
                    () -> rules.rules.books().change(RuleScope.GLOBAL, (book, now) -> RuleBook.DEFAULT, "", ""))
                    .isInstanceOf(RuleRefusal.class)
                    .hasMessage("The sampling rules come from " + file + "; change that file");

            write(rate(0.75));
            rules.rules.refresh();
            assertThat(rate(rules)).isEqualTo(0.75);
            assertThat(rules.rules.books().version(RuleScope.GLOBAL).number()).isEqualTo(2);
            rules.rules.refresh();
            assertThat(rules.rules.books().version(RuleScope.GLOBAL).number()).as("unchanged").isEqualTo(2);
        }
    }

    @Test
    void a_bad_file_leaves_the_last_good_rules_until_it_is_mended() throws Exception {
        var file = write(rate(0.25));
        try (var rules = new Opened(open(file, null))) {
            write(rate(1.5));
            rules.rules.refresh();
            assertThat(rate(rules)).isEqualTo(0.25);
            assertThat(rules.rules.problem())
                    .contains("sampling rules " + file + ": SamplingRules[0].FixedRate: must be 0 to 1, was 1.5");

            Files.delete(file);
            rules.rules.refresh();
            assertThat(rate(rules)).isEqualTo(0.25);
            assertThat(rules.rules.problem()).contains("sampling rules " + file + ": there is no such file");

            write(rate(0.5));
            rules.rules.refresh();
            assertThat(rate(rules)).isEqualTo(0.5);
            assertThat(rules.rules.problem()).isEmpty();
        }
    }

    @Test
    void where_there_never_was_a_good_file_the_default_rule_is_served() throws Exception {
        try (var rules = new Opened(open(write("nonsense"), null))) {
            assertThat(rules.rules.books().of(SHOP)).isEqualTo(RuleBook.DEFAULT);
            assertThat(rules.rules.problem()).isPresent();
        }
    }

    @Test
    void after_a_restart_with_a_bad_file_the_stored_rules_are_served() throws Exception {
        var store = folder.resolve("rules.db");
        open(write(rate(0.25)), store).close();

        try (var rules = new Opened(open(write("nonsense"), store))) {
            assertThat(rate(rules)).isEqualTo(0.25);
            assertThat(rules.rules.problem()).isPresent();
        }
    }

    @Test
    void a_store_that_cannot_be_used_does_not_stop_the_gateway() throws Exception {
        var store = Files.writeString(folder.resolve("rules.db"),
                "this is no database, and longer than a header of one is".repeat(9));

        try (var rules = new Opened(open(null, store))) {
            assertThat(rules.rules.books().of(SHOP)).isEqualTo(RuleBook.DEFAULT);
            assertThat(rules.rules.problem()).hasValueSatisfying(problem -> assertThat(problem).contains("rules.db"));
        }
        assertThat(store).content().startsWith("this is no database");
    }

    @Test
    void a_good_file_does_not_hide_that_the_store_cannot_be_used() throws Exception {
        var store = Files.writeString(folder.resolve("rules.db"), "this is no database".repeat(30));

        try (var rules = new Opened(open(write(rate(0.25)), store))) {
            assertThat(rate(rules)).isEqualTo(0.25);
            assertThat(rules.rules.problem()).hasValueSatisfying(problem -> assertThat(problem).contains("rules.db"));
        }
    }

    @Test
    void a_file_that_the_store_did_not_take_is_tried_again() throws Exception {
        var store = folder.resolve("rules.db");
        var file = write(rate(0.25));
        try (var rules = new Opened(open(file, store));
                var other = DriverManager.getConnection("jdbc:sqlite:" + store);
                var statement = other.createStatement()) {
            statement.executeUpdate(
                    "CREATE TRIGGER full BEFORE INSERT ON version BEGIN SELECT RAISE(ABORT, 'full'); END");
            write(rate(0.75));
            rules.rules.refresh();
            assertThat(rate(rules)).isEqualTo(0.25);
            assertThat(rules.rules.problem()).isPresent();

            statement.executeUpdate("DROP TRIGGER full");
            rules.rules.refresh();
            assertThat(rate(rules)).isEqualTo(0.75);
            assertThat(rules.rules.problem()).isEmpty();
        }
    }

    @Test
    void the_way_from_own_rules_to_x_ray_and_back_counts_as_a_change() {
        var store = folder.resolve("rules.db");
        Instant first;
        try (var rules = new Opened(open(null, store))) {
            first = rules.rules.books().lastModified(SHOP);
        }
        clock.advance(Duration.ofHours(1));
        SamplingRules.recordRelay(store, clock);
        clock.advance(Duration.ofHours(1));

        try (var rules = new Opened(open(null, store))) {
            assertThat(rules.rules.books().lastModified(SHOP)).isAfterOrEqualTo(first.plusSeconds(7200));
        }
    }

    @Test
    void a_tenant_that_is_no_longer_in_the_file_has_no_rules_of_its_own() throws Exception {
        var own = "{\"SamplingRules\": [], \"Tenants\": {\"shop\": " + rate(0.9) + "}}";
        var file = write(own);
        try (var rules = new Opened(open(file, null))) {
            assertThat(rate(rules)).isEqualTo(0.9);
            write("{\"SamplingRules\": []}");
            rules.rules.refresh();
            assertThat(rate(rules)).isEqualTo(0.05);
        }
    }
}
