package dev.tracegate.sampling.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingRuleTest {
    private static final String LONG = "x".repeat(501);

    static Map<String, Object> members() {
        var members = new HashMap<>(RuleMembers.of(SamplingRule.matchingAll("orders", 100, 0.5, 2), "arn"));
        members.remove("RuleARN");
        return members;
    }

    @Test
    void a_rule_survives_being_written_and_read() {
        var rule = new SamplingRule("orders", 7, 0.25, 3, "shop", "AWS::ECS::Container", "*.example.com", "GET",
                "/a?b*",
                "arn:aws:x", Map.of("k", "v*"), Optional.of(new SamplingRule.Boost(0.5, 3)));
        var members = RuleMembers.of(rule, "arn:aws:xray:eu-west-1:1:sampling-rule/orders");
        members.remove("RuleARN");

        assertThat(RuleMembers.strictRule(members)).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "FixedRate | 1.5 | FixedRate: must be 0 to 1, was 1.5",
            "FixedRate | NaN | FixedRate: must be a number",
            "FixedRate | -0.1 | FixedRate: must be 0 to 1, was -0.1",
            "Priority | 0 | Priority: must be 1 to 9999, was 0",
            "Priority | 10000 | Priority: must be 1 to 9999, was 10000",
            "Priority | 1.5 | Priority: must be a whole number of at most 2147483647",
            "ReservoirSize | -1 | ReservoirSize: must be 0 or more, was -1",
            "ReservoirSize | 1e10 | ReservoirSize: must be a whole number of at most 2147483647",
            "Version | 2 | Version: must be 1, was 2"})
    void a_number_outside_its_bounds_is_refused_by_name(String member, String value, String message) {
        var members = members();
        members.put(member, value.equals("NaN") ? value : Double.valueOf(value));

        assertThatThrownBy(() -> RuleMembers.rule(members)).isInstanceOf(InvalidRule.class).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"RuleName, 32", "ServiceName, 64", "ServiceType, 64", "Host, 64", "HTTPMethod, 10", "URLPath, 128",
            "ResourceARN, 500"})
    void a_text_may_have_the_api_s_length_and_no_more(String member, int longest) {
        var members = members();
        members.put(member, LONG.substring(0, longest));
        assertThat(RuleMembers.rule(members)).isNotNull();

        members.put(member, LONG.substring(0, longest + 1));
        assertThatThrownBy(() -> RuleMembers.rule(members))
                .hasMessage(member + ": must have at most " + longest + " characters, was " + (longest + 1) + " long");
    }

    @ParameterizedTest
    @CsvSource({"RuleName", "Priority", "FixedRate", "ReservoirSize", "ServiceName", "ServiceType", "Host",
            "HTTPMethod", "URLPath", "ResourceARN"})
    void every_member_that_the_api_requires_is_asked_for(String member) {
        var members = members();
        members.remove(member);

        assertThatThrownBy(() -> RuleMembers.rule(members)).hasMessage(member + ": is missing");
    }

    @Test
    void a_name_is_neither_blank_nor_part_of_a_path() {
        for (var name : new String[]{"", " ", "a/b", "a\nb"}) {
            var members = members();
            members.put("RuleName", name);
            assertThatThrownBy(() -> RuleMembers.rule(members)).as(name).hasMessageStartingWith("RuleName: must not");
        }
    }

    @Test
    void attributes_are_five_at_most_of_32_characters() {
        var members = members();
        members.put("Attributes", Map.of("1", "a", "2", "a", "3", "a", "4", "a", "5", "a", "6", "a"));
        assertThatThrownBy(() -> RuleMembers.rule(members)).hasMessage("Attributes: must be 0 to 5, was 6");

        members.put("Attributes", Map.of("k", "v".repeat(33)));
        assertThatThrownBy(() -> RuleMembers.rule(members))
                .hasMessage("Attributes: the value of k must have 1 to 32 characters, was 33 long");
        members.put("Attributes", Map.of("k", 3));
        assertThatThrownBy(() -> RuleMembers.rule(members)).hasMessage("Attributes.k: must be a text");
    }

    @Test
    void an_unknown_member_is_refused_in_a_file_and_ignored_in_a_call() {
        var members = members();
        members.put("FixedRates", 0.5);

        assertThat(RuleMembers.rule(members).name()).isEqualTo("orders");
        assertThatThrownBy(() -> RuleMembers.strictRule(members))
                .hasMessage("FixedRates: is not a member of a sampling rule");
    }

    @Test
    void a_rule_is_named_by_name_or_arn_and_not_by_both() {
        assertThat(RuleMembers.name(Map.of("RuleARN", "arn:aws:xray:eu-west-1:1:sampling-rule/orders")))
                .isEqualTo("orders");
        assertThatThrownBy(() -> RuleMembers.name(Map.of("RuleARN", "a:sampling-rule/b", "RuleName", "b")))
                .hasMessageContaining("exclude each other");
        assertThatThrownBy(() -> RuleMembers.name(Map.of("RuleARN", "orders"))).hasMessageStartingWith("RuleARN: ");
        assertThatThrownBy(() -> RuleMembers.name(Map.of())).hasMessage("RuleName: is missing");
    }

    @Test
    void the_default_rule_needs_its_rate_and_reservoir_only() {
        assertThat(RuleMembers.rule(Map.of("RuleName", "Default", "FixedRate", 0.2, "ReservoirSize", 4)))
                .isEqualTo(SamplingRule.DEFAULT.withRate(0.2, 4));
        assertThatThrownBy(
                () -> RuleMembers
                        .rule(Map.of("RuleName", "Default", "FixedRate", 0.2, "ReservoirSize", 4, "Priority", 3)))
                .hasMessage("Priority: of the Default rule is always 10000");
    }

    @Test
    void a_boost_has_bounds_too() {
        var members = members();
        members.put("SamplingRateBoost", Map.of("MaxRate", 1.5, "CooldownWindowMinutes", 1));
        assertThatThrownBy(() -> RuleMembers.rule(members))
                .hasMessage("SamplingRateBoost.MaxRate: must be 0 to 1, was 1.5");
        members.put("SamplingRateBoost", Map.of("MaxRate", 1, "CooldownWindowMinutes", -1));
        assertThatThrownBy(() -> RuleMembers.rule(members))
                .hasMessage("SamplingRateBoost.CooldownWindowMinutes: must be 0 or more, was -1");
    }

    @Test
    void limits_belong_to_what_is_allowed() {
        var members = members();
        members.put("ReservoirSize", Integer.MAX_VALUE);
        members.put("Attributes", Map.of("k".repeat(32), "v".repeat(32)));
        assertThat(RuleMembers.rule(members).reservoirSize()).isEqualTo(Integer.MAX_VALUE);
        assertThat(RuleMembers.name(Map.of("RuleARN", ":sampling-rule/x"))).isEqualTo("x");

        members.put("Attributes", Map.of("", "v"));
        assertThatThrownBy(() -> RuleMembers.rule(members)).isInstanceOfSatisfying(InvalidRule.class,
                invalid -> assertThat(invalid.member()).isEqualTo("Attributes"));
        members.put("Attributes", Map.of("k".repeat(33), "v"));
        assertThatThrownBy(() -> RuleMembers.rule(members))
                .hasMessage("Attributes: a key must have 1 to 32 characters, was 33 long");
    }

    @Test
    void the_default_rule_has_its_priority_and_the_name_of_the_marker_rule_is_taken() {
        assertThatThrownBy(() -> SamplingRule.matchingAll("Default", 1, 0, 0))
                .hasMessage("Priority: must be 10000, was 1");
        assertThat(
                RuleMembers.rule(Map.of("RuleName", "Default", "Priority", 10_000, "FixedRate", 0, "ReservoirSize", 0))
                        .isDefault())
                .isTrue();
        var members = members();
        members.put("RuleName", "gen-7");
        assertThatThrownBy(() -> RuleMembers.rule(members)).hasMessageStartingWith("RuleName: must not be gen-");
    }

    @Test
    void a_file_may_have_both_name_and_arn_and_a_call_may_not() {
        var members = members();
        members.put("RuleARN", "arn:aws:xray:eu-west-1:1:sampling-rule/orders");

        assertThat(RuleMembers.strictRule(members).name()).isEqualTo("orders");
        assertThatThrownBy(() -> RuleMembers.rule(members)).hasMessageContaining("exclude each other");
        members.remove("RuleName");
        assertThat(RuleMembers.strictRule(members).name()).isEqualTo("orders");
    }
}
