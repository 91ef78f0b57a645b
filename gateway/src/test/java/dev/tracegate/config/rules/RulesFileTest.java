package dev.tracegate.config.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.sampling.book.RuleScope;
import dev.tracegate.sampling.rule.RuleBook;
import dev.tracegate.sampling.rule.RuleMembers;
import dev.tracegate.sampling.rule.RuleWarnings;
import dev.tracegate.sampling.rule.SamplingRule;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesFileTest {
    private static final SamplingRule ORDERS = new SamplingRule("orders", 100, 0.5, 2, "shop", "*", "*", "GET", "/a*",
            "*",
            Map.of("k", "v"), Optional.empty());

    @TempDir
    private Path folder;

    private static JsonObject orders() {
        return new JsonObject(RuleMembers.of(ORDERS, "arn:aws:xray:eu-west-1:1:sampling-rule/orders"));
    }

    private Map<RuleScope, List<SamplingRule>> scopes(String text) throws Exception {
        return RulesFile.read(Files.writeString(folder.resolve("rules.json"), text), 25);
    }

    private List<SamplingRule> read(String text) throws Exception {
        return scopes(text).get(RuleScope.GLOBAL);
    }

    private void assertRefused(String text, String message) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(InvalidRulesFile.class)
                .hasMessage("sampling rules " + folder.resolve("rules.json") + ": " + message);
    }

    @Test
    void reads_what_the_aws_command_line_prints() throws Exception {
        var record = new JsonObject().put("SamplingRule", orders()).put("CreatedAt", "2026-01-01").put("ModifiedAt", 1);
        var text = new JsonObject().put("SamplingRuleRecords", new JsonArray().add(record)).encodePrettily();

        assertThat(read(text)).containsExactly(ORDERS);
    }

    @Test
    void reads_a_plain_array_of_rules() throws Exception {
        assertThat(read(new JsonObject().put("SamplingRules", new JsonArray().add(orders())).encode()))
                .containsExactly(ORDERS);
    }

    @Test
    void the_order_of_local_rules_is_their_priority() throws Exception {
        var rules = read(
                """
                        {"version": 2, "rules": [
                          {"description": "health", "host": "*", "http_method": "GET", "url_path": "/health", "fixed_target": 0, "rate": 0},
                          {"description": "health", "host": "a.example", "http_method": "*", "url_path": "/api/*", "fixed_target": 3, "rate": 0.05}],
                         "default": {"fixed_target": 1, "rate": 0.1}}""");

        assertThat(rules).containsExactly(
                new SamplingRule("health", 1, 0, 0, "*", "*", "*", "GET", "/health", "*", Map.of(), Optional.empty()),
                new SamplingRule("rule-2", 2, 0.05, 3, "*", "*", "a.example", "*", "/api/*", "*", Map.of(),
                        Optional.empty()),
                SamplingRule.DEFAULT.withRate(0.1, 1));
    }

    @Test
    void in_version_one_the_service_name_is_the_host() throws Exception {
        assertThat(
                read("""
                        {"version": 1, "rules": [{"service_name": "a.example", "http_method": "*", "url_path": "*", "fixed_target": 0, "rate": 1}],
                         "default": {"fixed_target": 0, "rate": 0}}""")
                        .getFirst()
                        .host())
                .isEqualTo("a.example");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{} | the file: has no rules: write SamplingRules, an array",
            "{\"rules\": []} | rules: is unknown; a file has SamplingRuleRecords, SamplingRules, or version and rules",
            "{\"SamplingRules\": {}} | SamplingRules: must be an array",
            "{\"SamplingRules\": [3]} | SamplingRules[0]: must be an object",
            "{\"SamplingRuleRecords\": [{}]} | SamplingRuleRecords[0].SamplingRule: must be an object",
            "{\"SamplingRules\": [{\"RuleName\": \"Default\", \"FixedRate\": 1.5, \"ReservoirSize\": 1}]} | SamplingRules[0].FixedRate: must be 0 to 1, was 1.5",
            "{\"SamplingRules\": [{\"RuleName\": \"Default\", \"Rate\": 1}]} | SamplingRules[0].Rate: is not a member of a sampling rule",
            "{\"version\": 3, \"default\": {}} | version: must be 1 or 2, was 3",
            "{\"version\": 2} | default: is missing",
            "{\"version\": 2, \"default\": {\"rate\": 1}} | default.fixed_target: is missing",
            "{\"version\": 2, \"default\": {\"rate\": \"x\", \"fixed_target\": 1}} | default.rate: must be a number",
            "{\"version\": 2, \"default\": {\"rate\": 1, \"fixed_target\": 0.5}} | default.fixed_target: must be a whole number",
            "{\"version\": 2, \"default\": {\"rate\": 1, \"fixed_target\": 0, \"host\": \"*\"}} | default.host: is unknown here",
            "{\"version\": 2, \"rules\": [{\"service_name\": \"x\"}], \"default\": {}} | rules[0].service_name: is of the other version; write host"})
    void what_is_wrong_is_named_with_its_place(String text, String message) {
        assertRefused(text, message);
    }

    @Test
    void a_file_that_is_no_json_or_not_there_is_named() {
        assertThatThrownBy(() -> read("rules: []")).isInstanceOf(InvalidRulesFile.class)
                .hasMessageContaining("the file: is not a JSON object");
        assertThatThrownBy(() -> RulesFile.read(folder.resolve("none.json"), 25))
                .hasMessage("sampling rules " + folder.resolve("none.json") + ": there is no such file");
    }

    @Test
    void a_file_of_ten_thousand_rules_is_refused_whole() {
        var rules = new JsonArray();
        for (int i = 0; i < 10_000; i++) {
            rules.add(new JsonObject().put("RuleName", "r" + i)
                    .put("Priority", 1)
                    .put("FixedRate", 0)
                    .put("ReservoirSize", 0)
                    .put("ServiceName", "*")
                    .put("ServiceType", "*")
                    .put("Host", "*")
                    .put("HTTPMethod", "*")
                    .put("URLPath", "*")
                    .put("ResourceARN", "*"));
        }
        var text = new JsonObject().put("SamplingRules", rules).encode();

        assertRefused(text, text.length() > RulesFile.MOST_BYTES
                ? "has more than 1048576 bytes"
                : "rules: there are 10000 besides Default, and sampling.customRules allows 25");
    }

    @Test
    void one_rule_more_than_the_limit_is_refused_and_the_default_rule_does_not_count() throws Exception {
        var rules = new JsonArray();
        for (int i = 0; i < 25; i++) {
            rules.add(orders().put("RuleName", "r" + i));
        }
        rules.add(new JsonObject().put("RuleName", "Default").put("FixedRate", 0.5).put("ReservoirSize", 0));
        assertThat(read(new JsonObject().put("SamplingRules", rules).encode())).hasSize(26);

        rules.add(orders());
        assertRefused(new JsonObject().put("SamplingRules", rules).encode(),
                "rules: there are 26 besides Default, and sampling.customRules allows 25");
    }

    @Test
    void a_name_that_is_used_twice_is_refused() {
        assertRefused(new JsonObject().put("SamplingRules", new JsonArray().add(orders()).add(orders())).encode(),
                "RuleName: \"orders\" is used twice");
    }

    @Test
    void tenants_have_rules_of_their_own() throws Exception {
        var scopes = scopes(new JsonObject().put("SamplingRules", new JsonArray())
                .put("Tenants",
                        new JsonObject().put("shop",
                                new JsonObject().put("SamplingRules", new JsonArray().add(orders()))))
                .encode());

        assertThat(scopes).isEqualTo(Map.of(RuleScope.GLOBAL, List.of(), new RuleScope("shop"), List.of(ORDERS)));
        assertRefused(
                "{\"SamplingRules\": [], \"Tenants\": {\"shop\": {\"SamplingRules\": [{\"RuleName\": \"Default\", \"FixedRate\": 2, \"ReservoirSize\": 0}]}}}",
                "Tenants.shop.SamplingRules[0].FixedRate: must be 0 to 1, was 2.0");
        assertRefused("{\"SamplingRules\": [], \"Tenants\": {\"shop\": 3}}", "Tenants.shop: must be an object");
    }

    @Test
    void the_example_in_the_distribution_is_valid_and_has_no_warning() throws Exception {
        var scopes = RulesFile.read(Path.of("../config/sampling-rules.json"), 25);

        assertThat(scopes.get(RuleScope.GLOBAL)).extracting(SamplingRule::name)
                .containsExactly("health-checks", "writes", "Default");
        assertThat(RuleWarnings.of(RuleBook.of(scopes.get(RuleScope.GLOBAL), Instant.EPOCH))).isEmpty();
    }
}
