package dev.tracegate.aws.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.testkit.ManualClock;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class SharedFallbackStoreTest {
    private static final String REGION = "us-west-2";

    private final ManualClock time = new ManualClock();
    private final SharedFallbackStore shared = new SharedFallbackStore(time);

    @Test
    void each_relay_has_its_own_responses() {
        var one = relay();
        var other = relay();

        one.learnRules(rules("orders", 0));

        assertThat(one.rules().toString()).contains("orders");
        assertThat(other.hasRules()).isFalse();
        assertThat(other.rules().toString()).contains("Default");
    }

    @Test
    void all_relays_together_stay_within_the_bound_in_bytes() {
        int padding = 100 * 1024;
        var relays = new ArrayList<SamplingFallbackCache>();
        for (int i = 0; i < 2 * SharedFallbackStore.MAX_BYTES / padding; i++) {
            var relay = relay();
            relay.learnRules(rules("rule" + i, padding));
            relays.add(relay);
        }
        shared.cache().cleanUp();

        long kept = relays.stream().filter(SamplingFallbackCache::hasRules).count();
        assertThat(kept * padding).isPositive().isLessThanOrEqualTo(SharedFallbackStore.MAX_BYTES);
    }

    @Test
    void responses_of_a_relay_without_calls_expire_after_an_hour() {
        var idle = relay();
        var busy = relay();
        idle.learnRules(rules("idle", 0));
        busy.learnRules(rules("busy", 0));

        time.advance(Duration.ofMinutes(40));
        busy.rules();
        time.advance(Duration.ofMinutes(40));

        assertThat(busy.hasRules()).isTrue();
        assertThat(idle.hasRules()).isFalse();
    }

    @Test
    void targets_update_rates_and_keep_the_rules() {
        var relay = relay();
        relay.learnRules(rules("orders", 0));

        relay.learnTargets(new JsonObject().put("LastRuleModification", 7)
                .put("SamplingTargetDocuments",
                        new JsonArray().add(new JsonObject().put("RuleName", "orders").put("FixedRate", 0.5)))
                .toBuffer());

        assertThat(relay.hasRules()).isTrue();
        assertThat(relay.targets(Buffer.buffer("{\"SamplingStatisticsDocuments\":[{\"RuleName\":\"orders\"}]}"))
                .toString())
                .contains("\"FixedRate\":0.5")
                .contains("\"LastRuleModification\":7");
    }

    private SamplingFallbackCache relay() {
        return new SamplingFallbackCache(REGION, shared.open());
    }

    private static Buffer rules(String name, int padding) {
        var rule = new JsonObject().put("RuleName", name).put("FixedRate", 0.1).put("Host", "h".repeat(padding));
        return new JsonObject()
                .put("SamplingRuleRecords", new JsonArray().add(new JsonObject().put("SamplingRule", rule)))
                .toBuffer();
    }
}
