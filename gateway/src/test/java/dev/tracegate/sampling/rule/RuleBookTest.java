package dev.tracegate.sampling.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RuleBookTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Instant SECOND = Instant.parse("2026-01-02T03:04:05Z");
    private static final RuleUpdate NOTHING = RuleMembers.update(Map.of());

    private static SamplingRule rule(String name, int priority) {
        return SamplingRule.matchingAll(name, priority, 0.1, 1);
    }

    private static List<String> names(RuleBook book) {
        return book.records().stream().map(each -> each.rule().name()).toList();
    }

    @Test
    void rules_are_tried_by_priority_then_by_name_and_default_last() {
        var book = RuleBook.of(List.of(rule("zebra", 10), rule("b", 20), rule("a", 20), rule("Zebra", 10)), NOW);

        assertThat(names(book)).containsExactly("Zebra", "zebra", "a", "b", "Default");
    }

    @Test
    void the_default_rule_is_in_every_book_and_only_its_rate_and_reservoir_change() {
        var book = RuleBook.DEFAULT.update("Default", RuleMembers.update(Map.of("FixedRate", 0.5)), NOW);

        assertThat(book.defaultRule().rule()).isEqualTo(SamplingRule.DEFAULT.withRate(0.5, 1));
        assertThatThrownBy(() -> book.update("Default", RuleMembers.update(Map.of("Host", "x")), NOW))
                .isInstanceOf(RuleRefusal.class)
                .hasMessage("Only FixedRate and ReservoirSize of the Default rule can be changed");
        assertThatThrownBy(() -> book.delete("Default")).hasMessage("The Default rule cannot be deleted");
        assertThatThrownBy(() -> book.create(SamplingRule.DEFAULT, 25, NOW))
                .hasMessage("The Default rule exists and cannot be created");
    }

    @Test
    void a_new_rule_has_whole_seconds_and_an_unknown_or_known_name_is_refused() {
        var book = RuleBook.DEFAULT.create(rule("a", 1), 25, NOW);

        assertThat(book.find("a")).contains(new RuleRecord(rule("a", 1), SECOND, SECOND));
        assertThatThrownBy(() -> book.create(rule("a", 2), 25, NOW)).hasMessage("A rule named \"a\" exists");
        assertThatThrownBy(() -> book.update("b", NOTHING, NOW)).hasMessage("There is no rule named \"b\"");
        assertThatThrownBy(() -> book.delete("b")).hasMessage("There is no rule named \"b\"");
        assertThat(names(book.delete("a"))).containsExactly("Default");
    }

    @Test
    void an_update_of_nothing_changes_the_time_and_removes_the_boost() {
        var boosted = new SamplingRule("a", 1, 0.1, 1, "*", "*", "*", "*", "*", "*", Map.of("k", "v"),
                Optional.of(new SamplingRule.Boost(1, 0)));
        var book = RuleBook.DEFAULT.create(boosted, 25, NOW).update("a", NOTHING, NOW.plusSeconds(60));

        var record = book.find("a").orElseThrow();
        assertThat(record.createdAt()).isEqualTo(SECOND);
        assertThat(record.modifiedAt()).isEqualTo(SECOND.plusSeconds(60));
        assertThat(record.rule().boost()).isEmpty();
        assertThat(record.rule().attributes()).containsEntry("k", "v");
        assertThat(book.update("a", RuleMembers.update(Map.of("Attributes", Map.of())), NOW)
                .find("a")
                .orElseThrow()
                .rule()
                .attributes()).isEmpty();
    }

    @Test
    void a_full_book_takes_no_rule_more() {
        var book = RuleBook.of(IntStream.rangeClosed(1, 25).mapToObj(i -> rule("r" + i, i)).toList(), NOW);

        assertThat(book.customRules()).isEqualTo(25);
        assertThatThrownBy(() -> book.create(rule("one", 1), 25, NOW)).isInstanceOfSatisfying(RuleRefusal.class,
                refusal -> assertThat(refusal.reason()).isEqualTo(RuleRefusal.Reason.TOO_MANY));
        assertThat(book.create(rule("one", 1), 26, NOW).customRules()).isEqualTo(26);
    }

    @Test
    void a_tenants_rules_replace_those_of_the_same_name_for_all_and_are_named() {
        var global = RuleBook.of(List.of(rule("shared", 5), rule("global", 7)), NOW);
        var own = RuleBook.of(List.of(rule("shared", 900), rule("own", 6)), NOW);

        assertThat(names(own.over(global))).containsExactly("own", "global", "shared", "Default");
        assertThat(own.over(global).find("shared").orElseThrow().rule().priority()).isEqualTo(900);
        assertThat(own.overridden(global)).containsExactly("shared");
    }

    @Test
    void an_unchanged_default_rule_of_a_tenant_leaves_the_default_rule_for_all_in_force() {
        var global = RuleBook.DEFAULT.update("Default", RuleMembers.update(Map.of("FixedRate", 0.9)), NOW);
        var own = RuleBook.of(List.of(rule("own", 6)), NOW);

        assertThat(own.over(global).defaultRule().rule().fixedRate()).isEqualTo(0.9);
        assertThat(global.over(RuleBook.DEFAULT).overridden(global)).containsExactly("Default");
    }

    @Test
    void two_rules_of_one_name_are_no_book() {
        assertThatThrownBy(() -> RuleBook.of(List.of(rule("a", 1), rule("a", 2)), NOW))
                .hasMessage("RuleName: \"a\" is used twice");
    }

    @Test
    void warns_of_rules_that_never_match_and_of_equal_priorities() {
        var noPath = new SamplingRule("no-path", 3, 0, 0, "*", "*", "*", "*", "api/*", "*", Map.of(), Optional.empty());
        var empty = new SamplingRule("empty", 2, 0, 0, "", "*", "*", "*", "*", "*", Map.of(), Optional.empty());
        var book = RuleBook.of(List.of(empty, noPath, rule("all", 4), rule("never", 5), rule("nor", 5)), NOW);

        assertThat(RuleWarnings.of(book)).containsExactly(
                "rule \"empty\" never matches: ServiceName is empty; write * to match everything",
                "rule \"no-path\" never matches: URLPath \"api/*\" does not begin with /, and every path does",
                "rule \"never\" never matches: \"all\" (priority 4) matches every request before it",
                "rules \"never\" and \"nor\" have the priority 5; they are tried in the order of their names",
                "rule \"nor\" never matches: \"all\" (priority 4) matches every request before it");
        assertThat(RuleWarnings.of(RuleBook.of(List.of(rule("all", 4)), NOW))).isEmpty();
    }

    @Test
    void books_have_the_same_rules_whenever_they_were_made_if_both_or_neither_have_a_default_rule_of_their_own() {
        var early = RuleBook.of(List.of(rule("a", 1)), NOW);
        var late = RuleBook.of(List.of(rule("a", 1)), NOW.plusSeconds(60));
        var ownDefault = RuleBook.of(List.of(rule("a", 1), SamplingRule.DEFAULT), NOW);

        assertThat(early.hasSameRules(late)).isTrue();
        assertThat(early.hasSameRules(RuleBook.of(List.of(rule("a", 2)), NOW))).isFalse();
        assertThat(early.hasSameRules(ownDefault)).isFalse();
        assertThat(early.hasOwnDefault()).isFalse();
        assertThat(ownDefault.hasOwnDefault()).isTrue();
    }

    @Test
    void the_bytes_of_an_answer_are_those_of_the_texts_in_json_and_400_for_each_rule() {
        assertThat(RuleBook.DEFAULT.answerBytes()).isEqualTo(400 + 2 * 7 + 6);
        var odd = new SamplingRule("a", 1, 0, 0, "\u0001\u001f", " \"\\", "\u007f\u0080\u20ac", "*", "*", "*",
                Map.of("k", "v"),
                Optional.empty());
        assertThat(RuleBook.of(List.of(odd), NOW).answerBytes())
                .isEqualTo(RuleBook.DEFAULT.answerBytes() + 400 + 2 + 12 + 5 + 7 + 3 + 2);
    }

    @Test
    void rules_that_only_one_book_has_are_not_overridden() {
        var own = RuleBook.of(List.of(rule("own", 1)), NOW);

        assertThat(own.overridden(RuleBook.of(List.of(rule("other", 1), SamplingRule.DEFAULT), NOW))).isEmpty();
        assertThat(RuleBook.of(List.of(SamplingRule.DEFAULT), NOW).overridden(RuleBook.DEFAULT)).isEmpty();
    }

    @Test
    void the_marker_rule_stands_before_the_default_rule_and_only_java_clients_need_it() {
        var served = JavaSdkMarker.addTo(RuleBook.of(List.of(rule("orders", 9999)), NOW));

        assertThat(served).hasSize(3);
        assertThat(served.get(0).rule().name()).isEqualTo("orders");
        assertThat(JavaSdkMarker.is(served.get(1).rule().name())).isTrue();
        assertThat(served.get(2).rule().isDefault()).isTrue();
        assertThat(JavaSdkMarker.is("orders")).isFalse();
        assertThat(JavaSdkMarker.name(-1)).isEqualTo("gen-4294967295");
        assertThat(JavaSdkMarker.isNeededBy("Java/21.0.2")).isTrue();
        assertThat(JavaSdkMarker.isNeededBy("Boto3/1.40")).isFalse();
    }
}
