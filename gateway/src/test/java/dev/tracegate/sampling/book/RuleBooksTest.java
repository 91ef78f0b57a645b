package dev.tracegate.sampling.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.sampling.rule.ClientKind;
import dev.tracegate.sampling.rule.JavaSdkMarker;
import dev.tracegate.sampling.rule.RuleBook;
import dev.tracegate.sampling.rule.RuleMatcher;
import dev.tracegate.sampling.rule.RuleRefusal;
import dev.tracegate.sampling.rule.SampledRequest;
import dev.tracegate.sampling.rule.SamplingRule;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RuleBooksTest {
    private static final TenantId SHOP = new TenantId("shop");
    private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");

    private final ManualClock clock = new ManualClock(START);
    private final VolatileRuleStore store = new VolatileRuleStore();
    private final RuleBooks books = new RuleBooks(store, 25, "rules", clock);

    private static SamplingRule rule(String name) {
        return SamplingRule.matchingAll(name, 100, 0.1, 1);
    }

    private BookVersion create(RuleScope scope, String name) {
        return books.change(scope, (book, now) -> book.create(rule(name), 25, now), "ann", "because");
    }

    private static List<String> names(RuleBook book) {
        return book.records().stream().map(each -> each.rule().name()).toList();
    }

    @Test
    void without_any_change_there_is_the_default_rule_of_all_time() {
        assertThat(books.of(SHOP)).isEqualTo(RuleBook.DEFAULT);
        assertThat(books.lastModified(SHOP)).as("of the source").isEqualTo(Instant.parse("2026-01-02T03:04:06Z"));
    }

    @Test
    void a_change_is_a_version_with_its_author_and_reason() {
        var version = create(RuleScope.GLOBAL, "a");

        assertThat(version.number()).isEqualTo(1);
        assertThat(version.author()).isEqualTo("ann");
        assertThat(version.reason()).isEqualTo("because");
        assertThat(books.history(RuleScope.GLOBAL, 10)).containsExactly(version);
        assertThat(names(books.of(SHOP))).containsExactly("a", "Default");
    }

    /** Python compares with the start of its last poll: with the second rounded down, a change after a poll in the same second would be missed. */
    @Test
    void the_time_of_a_change_is_rounded_up_to_a_second() {
        create(RuleScope.GLOBAL, "a");

        assertThat(books.lastModified(SHOP)).isEqualTo(Instant.parse("2026-01-02T03:04:06Z"));
    }

    @Test
    void the_time_of_a_change_never_goes_back_even_if_the_clock_does() {
        create(RuleScope.GLOBAL, "a");
        clock.advance(Duration.ofHours(-1));
        create(RuleScope.GLOBAL, "b");

        assertThat(books.lastModified(SHOP)).isEqualTo(Instant.parse("2026-01-02T03:04:06Z"));
    }

    @Test
    void a_rollback_is_a_new_version_with_a_new_time() {
        create(RuleScope.GLOBAL, "a");
        create(RuleScope.GLOBAL, "b");
        clock.advance(Duration.ofMinutes(1));
        var back = books.rollback(RuleScope.GLOBAL, 1, "ann", "b was wrong");

        assertThat(back.number()).isEqualTo(3);
        assertThat(names(books.of(SHOP))).containsExactly("a", "Default");
        assertThat(books.lastModified(SHOP)).isEqualTo(Instant.parse("2026-01-02T03:05:06Z"));
        assertThatThrownBy(() -> books.rollback(RuleScope.GLOBAL, 9, "ann", ""))
                .hasMessage("There is no version 9 of the rules of all tenants");
    }

    @Test
    void a_tenants_rules_are_over_those_for_all_and_concern_no_other_tenant() {
        create(RuleScope.GLOBAL, "a");
        clock.advance(Duration.ofMinutes(1));
        create(RuleScope.of(SHOP), "own");

        assertThat(names(books.of(SHOP))).containsExactly("a", "own", "Default");
        assertThat(names(books.of(new TenantId("other")))).containsExactly("a", "Default");
        assertThat(books.lastModified(SHOP)).isAfter(books.lastModified(new TenantId("other")));
    }

    @Test
    void the_roles_of_a_tenant_share_its_rules() {
        create(RuleScope.of(SHOP), "own");

        assertThat(names(books.of(new TenantId("shop@arn:aws:iam::123456789012:role/x")))).containsExactly("own",
                "Default");
    }

    @Test
    void a_refused_change_leaves_everything_as_it_was() {
        create(RuleScope.GLOBAL, "a");
        clock.advance(Duration.ofMinutes(1));

        assertThatThrownBy(() -> create(RuleScope.GLOBAL, "a")).isInstanceOf(RuleRefusal.class);
        assertThat(books.version(RuleScope.GLOBAL).number()).isEqualTo(1);
        assertThat(books.lastModified(SHOP)).isEqualTo(Instant.parse("2026-01-02T03:04:06Z"));
    }

    @Test
    void a_change_that_the_store_does_not_keep_is_refused() {
        var broken = new RuleBooks(new BrokenStore(), 25, "rules", clock);

        assertThatThrownBy(
                () -> broken.change(RuleScope.GLOBAL, (book, now) -> book.create(rule("a"), 25, now), "", ""))
                .isInstanceOfSatisfying(RuleRefusal.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(RuleRefusal.Reason.STORE))
                .hasMessage("the disk is full");
        assertThat(broken.of(SHOP)).isEqualTo(RuleBook.DEFAULT);
    }

    /** SDKs read one page of 128 kB, which has the rules for all tenants and those of one. */
    @Test
    void rules_that_would_not_fit_the_answer_are_refused() {
        var rules = IntStream.range(0, 60)
                .mapToObj(i -> new SamplingRule("r" + i, 1, 0, 0, "s".repeat(64), "*", "h".repeat(64), "*",
                        "p".repeat(128), "a".repeat(500), Map.of(),
                        Optional.empty()))
                .toList();

        assertThatThrownBy(() -> books.load(RuleScope.GLOBAL, rules, "rules.json")).isInstanceOf(RuleRefusal.class)
                .hasMessageStartingWith("The rules would take ")
                .hasMessageContaining(" bytes in an answer to an SDK, and may take 60000");
        assertThat(books.load(RuleScope.GLOBAL, rules.subList(0, 49), "rules.json")).isTrue();
    }

    @Test
    void read_only_books_refuse_changes_and_follow_their_file() {
        books.readOnlyBecause(Optional.of("rules come from rules.json; change that file"));

        assertThatThrownBy(() -> create(RuleScope.GLOBAL, "a"))
                .hasMessage("rules come from rules.json; change that file");
        assertThat(books.load(RuleScope.GLOBAL, List.of(rule("f")), "rules.json")).isTrue();
        assertThat(names(books.of(SHOP))).containsExactly("f", "Default");
        assertThat(books.load(RuleScope.GLOBAL, List.of(rule("f")), "rules.json")).as("the same again").isFalse();
        assertThat(books.version(RuleScope.GLOBAL).number()).isEqualTo(1);
    }

    @Test
    void another_source_of_rules_counts_as_a_change() {
        create(RuleScope.GLOBAL, "a");
        clock.advance(Duration.ofMinutes(5));
        var same = new RuleBooks(store, 25, "rules", clock);
        var other = new RuleBooks(store, 25, "overlay", clock);

        assertThat(same.lastModified(SHOP)).isEqualTo(Instant.parse("2026-01-02T03:04:06Z"));
        assertThat(other.lastModified(SHOP)).isEqualTo(Instant.parse("2026-01-02T03:09:06Z"));
    }

    @Test
    void the_marker_rule_of_the_java_sdk_has_another_name_with_every_change_and_matches_no_request() {
        create(RuleScope.GLOBAL, "a");
        var served = JavaSdkMarker.addTo(books.of(SHOP));
        create(RuleScope.GLOBAL, "b");
        var later = JavaSdkMarker.addTo(books.of(SHOP));

        assertThat(served).extracting(each -> each.rule().name())
                .satisfiesExactly(name -> assertThat(name).isEqualTo("a"),
                        name -> assertThat(name).matches("gen-\\d+"), name -> assertThat(name).isEqualTo("Default"));
        assertThat(later.get(2).rule().name()).matches("gen-\\d+")
                .as("in the same second")
                .isNotEqualTo(served.get(1).rule().name());
        var marker = served.get(1).rule();
        assertThat(marker.fixedRate()).isEqualTo(0.05);
        assertThat(marker.reservoirSize()).isEqualTo(1);
        assertThat(new RuleMatcher(new RuleBook(List.of(served.get(1))), ClientKind.XRAY_JAVA)
                .match(new SampledRequest(null, null, null, null, null, Map.of()))
                .rule()
                .isDefault()).isTrue();
        assertThat(JavaSdkMarker.is("gen-1767323046")).isTrue();
        assertThat(JavaSdkMarker.is("gen-a")).isFalse();
    }

    /** Else a Default of 5 % in one tenant's rules would be that of all tenants, perhaps 100 %. */
    @Test
    void a_default_rule_that_is_written_down_holds_even_if_it_is_x_rays_own() {
        books.load(RuleScope.GLOBAL, List.of(SamplingRule.DEFAULT.withRate(1, 0)), "rules.json");

        assertThat(books.load(RuleScope.of(SHOP), List.of(SamplingRule.DEFAULT), "rules.json")).isTrue();
        assertThat(books.of(SHOP).defaultRule().rule()).isEqualTo(SamplingRule.DEFAULT);
        assertThat(books.load(RuleScope.of(SHOP), List.of(), "rules.json")).as("no longer written down").isTrue();
        assertThat(books.of(SHOP).defaultRule().rule().fixedRate()).isEqualTo(1);
    }

    /** In a take-over two processes have the store for a while. */
    @Test
    void a_change_follows_the_version_that_another_process_made() {
        var other = new RuleBooks(new UniqueStore(store), 25, "rules", clock);
        var late = new RuleBooks(new UniqueStore(store), 25, "rules", clock);
        other.change(RuleScope.GLOBAL, (book, now) -> book.create(rule("a"), 25, now), "", "");

        var version = late.change(RuleScope.GLOBAL, (book, now) -> book.create(rule("b"), 25, now), "", "");

        assertThat(version.number()).isEqualTo(2);
        assertThat(names(late.of(SHOP))).containsExactly("a", "b", "Default");
    }

    /** Refuses a number that is taken, as the SQLite store does. */
    private record UniqueStore(RuleStore store) implements RuleStore {
        @Override
        public Map<RuleScope, BookVersion> latest() {
            return store.latest();
        }

        @Override
        public void append(RuleScope scope, BookVersion version) {
            var last = latest().get(scope);
            if (last != null && last.number() >= version.number()) {
                throw new RuleStoreException("the number is taken");
            }
            store.append(scope, version);
        }

        @Override
        public List<BookVersion> history(RuleScope scope, int most) {
            return store.history(scope, most);
        }

        @Override
        public Instant sourceSince(String source, Instant now) {
            return store.sourceSince(source, now);
        }
    }

    private static final class BrokenStore implements RuleStore {
        @Override
        public Map<RuleScope, BookVersion> latest() {
            return Map.of();
        }

        @Override
        public void append(RuleScope scope, BookVersion version) {
            throw new RuleStoreException("the disk is full");
        }

        @Override
        public List<BookVersion> history(RuleScope scope, int most) {
            return List.of();
        }

        @Override
        public Instant sourceSince(String source, Instant now) {
            return now;
        }
    }

    @Test
    void a_change_that_fails_though_the_store_has_nothing_later_is_refused() {
        var taken = new RuleBooks(new RefusingStore(store), 25, "rules", clock);

        assertThatThrownBy(() -> taken.change(RuleScope.GLOBAL, (book, now) -> book.create(rule("a"), 25, now), "", ""))
                .isInstanceOf(RuleRefusal.class)
                .hasMessage("refused");
    }

    private record RefusingStore(RuleStore store) implements RuleStore {
        @Override
        public Map<RuleScope, BookVersion> latest() {
            return store.latest();
        }

        @Override
        public void append(RuleScope scope, BookVersion version) {
            throw new RuleStoreException("refused");
        }

        @Override
        public List<BookVersion> history(RuleScope scope, int most) {
            return List.of();
        }

        @Override
        public Instant sourceSince(String source, Instant now) {
            return now;
        }
    }

    @Test
    void the_scopes_with_rules_are_listed_and_the_limit_is_told() {
        create(RuleScope.GLOBAL, "a");
        create(RuleScope.of(SHOP), "b");

        assertThat(books.scopes()).containsExactlyInAnyOrder(RuleScope.GLOBAL, RuleScope.of(SHOP));
        assertThat(books.mostCustomRules()).isEqualTo(25);
        assertThat(RuleScope.GLOBAL).isLessThan(RuleScope.of(SHOP));
    }

    @Test
    void in_memory_the_last_20_versions_are_kept() {
        for (int i = 0; i < 21; i++) {
            create(RuleScope.GLOBAL, "r" + i);
        }

        assertThat(store.history(RuleScope.GLOBAL, 100)).hasSize(20);
        assertThat(store.history(RuleScope.GLOBAL, 100).getLast().number()).isEqualTo(2);
    }
}
