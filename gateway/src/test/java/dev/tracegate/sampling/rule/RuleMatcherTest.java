package dev.tracegate.sampling.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RuleMatcherTest {
    private static final SamplingRule API = new SamplingRule("api", 10, 0, 0, "shop", "*", "*.example.com", "GET",
            "/api/*", "*", Map.of(), Optional.empty());
    private static final SamplingRule GOLD = new SamplingRule("gold", 20, 0, 0, "*", "*", "*", "*", "*", "*",
            Map.of("customer", "gold*"), Optional.empty());
    private static final RuleBook BOOK = RuleBook.of(List.of(API, GOLD), Instant.EPOCH);

    private static RuleMatch match(ClientKind client, SampledRequest request) {
        return new RuleMatcher(BOOK, client).match(request);
    }

    private static SampledRequest get(String path) {
        return new SampledRequest("Shop", "AWS::ECS::Container", "www.example.com", "get", path, Map.of());
    }

    @Test
    void the_first_rule_that_matches_in_every_member_decides() {
        assertThat(match(ClientKind.XRAY, get("/api/orders")).rule().name()).isEqualTo("api");
        assertThat(match(ClientKind.XRAY, get("/api/orders")).passed()).isEmpty();
    }

    @Test
    void the_match_says_why_the_rules_before_it_do_not_decide() {
        assertThat(match(ClientKind.XRAY, get("/health")).rule().name()).isEqualTo("Default");
        assertThat(match(ClientKind.XRAY, get("/health")).passed()).containsExactly(
                new RuleMatch.Mismatch("api", "URLPath \"/api/*\" does not match \"/health\""),
                new RuleMatch.Mismatch("gold", "X-Ray SDKs ignore rules with Attributes or a ResourceARN"));
    }

    @Test
    void a_missing_member_matches_in_the_xray_sdks_but_not_in_that_for_java() {
        var noHost = new SampledRequest("shop", null, null, "GET", "/api/x", Map.of());

        assertThat(match(ClientKind.XRAY, noHost).rule().name()).isEqualTo("api");
        assertThat(match(ClientKind.XRAY_JAVA, noHost).rule().name()).isEqualTo("Default");
        assertThat(match(ClientKind.XRAY_JAVA, noHost).passed().getFirst().reason())
                .isEqualTo("Host \"*.example.com\" does not match a request without it");
    }

    @Test
    void opentelemetry_samplers_evaluate_attributes() {
        var gold = new SampledRequest("other", null, null, null, null, Map.of("customer", "golden"));
        var none = new SampledRequest("other", null, null, null, null, Map.of());

        assertThat(match(ClientKind.OPENTELEMETRY, gold).rule().name()).isEqualTo("gold");
        assertThat(match(ClientKind.OPENTELEMETRY, none).rule().name()).isEqualTo("Default");
    }

    @Test
    void a_rule_for_one_resource_is_ignored_by_xray_sdks() {
        var one = new SamplingRule("one", 1, 0, 0, "*", "*", "*", "*", "*", "arn:aws:ecs:x", Map.of(),
                Optional.empty());
        var book = RuleBook.of(List.of(one), Instant.EPOCH);

        assertThat(new RuleMatcher(book, ClientKind.XRAY_JAVA).match(get("/")).rule().name()).isEqualTo("Default");
        assertThat(new RuleMatcher(book, ClientKind.OPENTELEMETRY).match(get("/")).rule().name()).isEqualTo("one");
    }
}
