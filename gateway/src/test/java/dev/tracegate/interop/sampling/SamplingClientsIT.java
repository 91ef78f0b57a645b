package dev.tracegate.interop.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tracegate.interop.DistributionProcess;
import dev.tracegate.interop.Running;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The samplers of the SDKs with the distribution's gateway: what the rules ask for is what they sample. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SamplingClientsIT {
    private static final int CLIENTS = 2;
    private static final int PER_SECOND = 10;
    private static final int RESERVOIR = 5;
    /** Seconds after a program's first decision: the rules are there. */
    private static final int RULES = 8;
    /** Seconds after a program's first decision: each client has reported twice, and has a part of the reservoir. */
    private static final int QUOTAS = 31;
    private static final int LAST = 41;

    private static final Map<SamplingSdk, Running> programs = new EnumMap<>(SamplingSdk.class);
    private static final Map<SamplingSdk, List<ClientDecision>> decisions = new EnumMap<>(SamplingSdk.class);

    private static DistributionProcess gateway;
    private static RuleCalls calls;

    /** All SDKs at once, each with a reservoir of its own: most of the time is waiting for the second call for targets. */
    @BeforeAll
    static void decide() {
        var clients = SamplingClients.installed();
        gateway = DistributionProcess.start("sampling");
        calls = new RuleCalls(gateway.endpoint());
        calls.update("Default", "FixedRate", 0.0);
        calls.update("Default", "ReservoirSize", 0);
        calls.create(WireRule.of("always", 10).onPath("/always").sampling(1, 0));
        calls.create(WireRule.of("never", 20).onPath("/never"));
        calls.create(WireRule.of("half", 30).onPath("/half").sampling(0.5, 0));
        for (var sdk : SamplingSdk.values()) {
            calls.create(WireRule.of(sdk.id(), 40).onPath(reservoir(sdk)).sampling(0, RESERVOIR));
        }
        try {
            for (var sdk : SamplingSdk.values()) {
                var paths = List.of("/always", "/never", "/half", "/other", reservoir(sdk));
                programs.put(sdk, clients.start(sdk, "clients",
                        DecideConfig.of(gateway.daemonAddress(), CLIENTS, paths, PER_SECOND).json()));
            }
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> Stream.of(SamplingSdk.values()).allMatch(SamplingClientsIT::done));
        } finally {
            programs.values().forEach(Running::kill);
        }
        programs.forEach((sdk, program) -> decisions.put(sdk, ClientDecision.printedBy(program)));
    }

    @AfterAll
    static void stop() {
        programs.clear();
        decisions.clear();
        // null where this machine lacks a client: JUnit comes here all the same
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void the_shares_are_in_the_docs_when_asked_for() throws IOException {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("SDK", "asked: 100 %", "0 %", "50 %", "reservoir of 5 a second"));
        for (var sdk : SamplingSdk.values()) {
            var reservoir = sampled(of(sdk, reservoir(sdk), QUOTAS)) / (double) (LAST - QUOTAS);
            rows.add(List.of(sdk.title(), percent(of(sdk, "/always", RULES)), percent(of(sdk, "/never", RULES)),
                    percent(of(sdk, "/half", RULES)), "%.1f a second".formatted(reservoir)));
        }
        var table = new MeasuredTable("share reached", rows);
        assertThat(table.toString().lines()).hasSize(SamplingSdk.values().length + 2);
        var page = System.getProperty("sampling.shares");
        if (page != null) {
            table.writeInto(page);
        }
    }

    private static String percent(List<ClientDecision> all) {
        return "%.1f %% of %,d".formatted(100.0 * sampled(all) / all.size(), all.size());
    }

    @ParameterizedTest
    @EnumSource
    void the_rules_that_were_there_before_the_client_decide(SamplingSdk sdk) {
        assertThat(of(sdk, "/always", RULES)).isNotEmpty().allMatch(ClientDecision::sampled);
        assertThat(of(sdk, "/never", RULES)).isNotEmpty().noneMatch(ClientDecision::sampled);
        assertThat(of(sdk, "/other", RULES)).as("Default").isNotEmpty().noneMatch(ClientDecision::sampled);
        if (!sdk.isOpenTelemetry()) {
            assertThat(of(sdk, "/always", RULES)).extracting(ClientDecision::rule).containsOnly("always");
        }
    }

    @ParameterizedTest
    @EnumSource
    void half_of_the_requests_is_half(SamplingSdk sdk) {
        var all = of(sdk, "/half", RULES);

        // five standard deviations of a binomial distribution
        double bound = 5 * Math.sqrt(all.size() * 0.25);
        assertThat((double) sampled(all)).isBetween(all.size() * 0.5 - bound, all.size() * 0.5 + bound);
    }

    @ParameterizedTest
    @EnumSource
    void the_clients_of_a_reservoir_share_it(SamplingSdk sdk) {
        var all = of(sdk, reservoir(sdk), QUOTAS);

        // the X-Ray SDK for Node.js takes the quota's end for a time in 1970: each client goes on borrowing one a second
        int perSecond = sdk == SamplingSdk.XRAY_NODE ? CLIENTS : RESERVOIR;
        int seconds = LAST - QUOTAS;
        // the first and the last second are cut, and a token bucket may be full at the start
        assertThat(sampled(all)).isBetween((long) perSecond * (seconds - 2), (long) perSecond * (seconds + 2));
    }

    @Test
    void an_answer_has_what_the_clients_need() {
        var rules = calls.rules("test");
        var first = calls.targets("half", "00000000000000000000000a");

        assertThat(rules.getValue("NextToken")).as("all rules are on one page").isNull();
        assertThat(rules.getJsonArray("SamplingRuleRecords")).hasSize(SamplingSdk.values().length + 4)
                .allSatisfy(record -> has_what_the_clients_need((JsonObject) record));
        assertThat(first.getValue("LastRuleModification")).isInstanceOf(Number.class);
        assertThat(first.getJsonArray("UnprocessedStatistics")).isEmpty();
        assertThat(first.getJsonArray("SamplingTargetDocuments").getJsonObject(0).getDouble("FixedRate"))
                .as("the rate of the rule")
                .isEqualTo(0.5);
    }

    @Test
    void only_the_xray_sdk_for_java_gets_a_rule_more_and_it_is_the_last_before_default() {
        assertThat(names(calls.rules("test"))).noneMatch(name -> name.startsWith("gen-"));

        var names = names(calls.rules("Java/25.0.1"));
        assertThat(names.get(names.size() - 2)).startsWith("gen-");
        assertThat(names.getLast()).isEqualTo("Default");
    }

    private static void has_what_the_clients_need(JsonObject record) {
        assertThat(record.getValue("CreatedAt")).isInstanceOf(Number.class);
        assertThat(record.getValue("ModifiedAt")).isInstanceOf(Number.class);
        var rule = record.getJsonObject("SamplingRule");
        assertThat(rule.getJsonObject("Attributes")).isEmpty();
        assertThat(rule.getValue("Version")).isEqualTo(1);
        assertThat(List.of(rule.getValue("Priority"), rule.getValue("ReservoirSize"))).allMatch(
                Integer.class::isInstance);
        assertThat(rule.getString("ServiceType")).isNotEmpty();
        assertThat(rule.getValue("FixedRate")).isInstanceOf(Number.class);
    }

    private static List<String> names(JsonObject rules) {
        return rules.getJsonArray("SamplingRuleRecords")
                .stream()
                .map(record -> ((JsonObject) record).getJsonObject("SamplingRule").getString("RuleName"))
                .toList();
    }

    private static String reservoir(SamplingSdk sdk) {
        return "/reservoir/" + sdk.id();
    }

    /** The decisions about a path, from this many seconds after the first on. */
    private static List<ClientDecision> of(SamplingSdk sdk, String path, int from) {
        var all = decisions.get(sdk);
        long began = all.getFirst().millis();
        Predicate<ClientDecision> counted = decision -> decision.millis() >= began + from * 1000L
                && decision.millis() < began + LAST * 1000L;
        return all.stream().filter(decision -> decision.path().equals(path)).filter(counted).toList();
    }

    private static long sampled(List<ClientDecision> all) {
        return all.stream().filter(ClientDecision::sampled).count();
    }

    private static boolean done(SamplingSdk sdk) {
        var times = ClientDecision.printedBy(programs.get(sdk))
                .stream()
                .mapToLong(ClientDecision::millis)
                .summaryStatistics();
        return times.getCount() > 0 && times.getMax() - times.getMin() > LAST * 1000;
    }
}
