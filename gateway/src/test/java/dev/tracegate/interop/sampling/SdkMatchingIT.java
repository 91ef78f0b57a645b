package dev.tracegate.interop.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tracegate.interop.Running;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table {@code matching.json}, evaluated by the SDKs themselves: the table that the gateway's own matcher is tested with is theirs. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SdkMatchingIT {
    private static final MatchingCases TABLE = MatchingCases.read();

    private static SamplingClients clients;
    private static Vertx vertx;

    @BeforeAll
    static void install() {
        clients = SamplingClients.installed();
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        // null where this machine lacks a client: JUnit comes here all the same
        if (vertx != null) {
            vertx.close().await();
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_sdks_matcher_agrees_with_the_table(SamplingSdk sdk) {
        var program = clients.start(sdk, "matching", config(sdk));
        try {
            await().atMost(Duration.ofMinutes(1)).until(() -> lines(program).size() == requests());
            for (int number = 0; number < TABLE.cases().size(); number++) {
                var one = TABLE.cases().get(number);
                assertThat(found(sdk, program, number)).as("%s: %s", sdk.id(), one.name())
                        .isEqualTo(one.expected(sdk));
            }
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError("the program printed:\n" + program.log(), failure);
        } finally {
            program.kill();
        }
    }

    private static JsonObject config(SamplingSdk sdk) {
        var cases = new JsonArray();
        for (var one : TABLE.cases()) {
            var rules = sdk.isOpenTelemetry() ? one.rulesByRate() : always(one.rules());
            var server = new ScriptedSampling(vertx).answeringRules(ScriptedSampling.rules(rules));
            cases.add(new JsonObject().put("address", server.address())
                    .put("steps", rules.size() + 1)
                    .put("requests", one.requests()));
        }
        return new JsonObject().put("mode", "match").put("cases", cases);
    }

    private static List<WireRule> always(List<WireRule> rules) {
        return rules.stream().map(rule -> rule.sampling(1, 0)).toList();
    }

    private static int requests() {
        return TABLE.cases().stream().mapToInt(one -> one.requests().size()).sum();
    }

    /** The rules found for a case's requests, in the order of these. */
    private static List<String> found(SamplingSdk sdk, Running program, int number) {
        var rules = TABLE.cases().get(number).rules();
        var found = new ArrayList<String>();
        lines(program).stream()
                .filter(line -> line.getInteger("case") == number)
                .sorted((a, b) -> a.getInteger("request") - b.getInteger("request"))
                .forEach(line -> found.add(sdk.isOpenTelemetry() ? rules.get(line.getInteger("step") - 1).name()
                        : line.getString("rule")));
        return found;
    }

    private static List<JsonObject> lines(Running program) {
        return program.log()
                .lines()
                .filter(line -> line.startsWith("{") && line.endsWith("}"))
                .map(JsonObject::new)
                .toList();
    }
}
