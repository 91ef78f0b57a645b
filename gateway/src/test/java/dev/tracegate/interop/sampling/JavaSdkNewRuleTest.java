package dev.tracegate.interop.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.xray.strategy.sampling.GetSamplingRulesResponse.SamplingRule;
import com.amazonaws.xray.strategy.sampling.manifest.CentralizedManifest;
import dev.tracegate.sampling.rule.JavaSdkMarker;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which changes of the rules the X-Ray SDK for Java notices, and the marker rule that it needs for the others. */
class JavaSdkNewRuleTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final String MARKER = "gen-1796040000";
    private static final String NEXT_MARKER = "gen-1796040001";

    private final CentralizedManifest manifest = new CentralizedManifest();

    @BeforeEach
    void fetch_the_first_rules() {
        fetch(rule("old", 50), rule(MARKER, 9999));
    }

    @Test
    void a_new_rule_before_an_old_one_is_not_noticed() {
        fetch(rule("new", 10), rule("old", 50), rule(MARKER, 9999));

        assertThat(manifest.getRules().keySet()).containsExactly("old", MARKER);
    }

    @Test
    void a_new_rule_is_noticed_where_the_marker_is_new_too() {
        fetch(rule("new", 10), rule("old", 50), rule(NEXT_MARKER, 9999));

        assertThat(manifest.getRules().keySet()).containsExactly("new", "old", NEXT_MARKER);
    }

    @Test
    void another_priority_is_noticed_where_the_marker_is_new_too() {
        fetch(rule("first", 10), rule("old", 50), rule(NEXT_MARKER, 9999));

        fetch(rule("first", 60), rule("old", 50), rule(NEXT_MARKER, 9999));
        assertThat(manifest.getRules().keySet()).as("the same marker").containsExactly("first", "old", NEXT_MARKER);

        fetch(rule("first", 60), rule("old", 50), rule(MARKER, 9999));
        assertThat(manifest.getRules().keySet()).as("another marker").containsExactly("old", "first", MARKER);
    }

    @Test
    void these_names_are_those_of_markers() {
        assertThat(List.of(MARKER, NEXT_MARKER)).allMatch(JavaSdkMarker::is);
    }

    private void fetch(SamplingRule first, SamplingRule second, SamplingRule marker) {
        manifest.putRules(List.of(first, second, marker, rule("Default", 10_000)), NOW);
    }

    private void fetch(SamplingRule first, SamplingRule marker) {
        manifest.putRules(List.of(first, marker, rule("Default", 10_000)), NOW);
    }

    private static SamplingRule rule(String name, int priority) {
        return SamplingRule.create(Map.of(), 0.5, "*", "*", priority, 0, "*", "arn", name, "*", "*", "*", 1);
    }
}
