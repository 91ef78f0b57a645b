package dev.tracegate.interop.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tracegate.interop.DistributionProcess;
import dev.tracegate.interop.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Measures how soon 20 clients of each SDK act on changed rules, and writes the table into {@code docs/sampling.md}. All SDKs run at once, for
 * six minutes, since some fetch rules every 300 s only. Runs only when asked for.
 */
@EnabledIfSystemProperty(named = "sampling.table", matches = ".+", disabledReason = "CONTRIBUTING.md says how")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class TimeToActTable {
    static final int CLIENTS = 20;
    /** Decisions per second, client and path: a time is too long by at most 0.25 s. */
    private static final int PER_SECOND = 4;
    /** One period of the calls for targets: the clients' calls are spread over it. */
    private static final Duration STAGGER = Duration.ofSeconds(10);
    /** Rules and targets are fetched again within 305 s; the rest is for a slow machine. */
    private static final Duration LONGEST = Duration.ofSeconds(330);

    private final Map<SamplingSdk, Running> programs = new EnumMap<>(SamplingSdk.class);
    private final Map<RuleChange, Long> madeAt = new HashMap<>();

    @Test
    void is_made_of_what_was_measured() throws Exception {
        var clients = SamplingClients.installed();
        try (var gateway = DistributionProcess.start("time-to-act")) {
            var calls = new RuleCalls(gateway.endpoint());
            calls.update("Default", "FixedRate", 0.0);
            calls.update("Default", "ReservoirSize", 0);
            RuleChange.ALL.stream().flatMap(change -> change.before().stream()).forEach(calls::create);
            try {
                start(clients, gateway.daemonAddress());
                makeTheChanges(calls);
                awaitAllToAct();
            } finally {
                programs.values().forEach(Running::kill);
            }
        }
        var page = new TimeToActPage(this::measured);
        System.out.print(page.table());
        page.table().writeInto(System.getProperty("sampling.table"));
        page.judge();
    }

    private void start(SamplingClients clients, String address) {
        var paths = RuleChange.ALL.stream().map(RuleChange::path).toList();
        var config = new DecideConfig(Collections.nCopies(CLIENTS, address), paths, PER_SECOND, STAGGER, true);
        for (var sdk : SamplingSdk.values()) {
            programs.put(sdk, clients.start(sdk, "time-to-act", config.json()));
        }
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> programs.forEach((sdk, program) -> assertThat(haveRules(program)).as(sdk.id())
                        .hasSize(CLIENTS)));
    }

    /** Rules first, right after the clients fetched them, so that those which wait for their next poll wait almost a whole period. */
    private void makeTheChanges(RuleCalls calls) throws InterruptedException {
        for (boolean byTargets : new boolean[]{false, true}) {
            for (var change : RuleChange.ALL) {
                if (change.byTargets() == byTargets) {
                    madeAt.put(change, Instant.now().toEpochMilli());
                    change.step().make(calls);
                }
            }
            // all clients have called for targets at least twice in between
            Thread.sleep(Duration.ofSeconds(30));
        }
    }

    private void awaitAllToAct() {
        try {
            await().atMost(LONGEST)
                    .pollInterval(Duration.ofSeconds(5))
                    .until(() -> RuleChange.ALL.stream()
                            .allMatch(change -> programs.keySet()
                                    .stream()
                                    .allMatch(sdk -> measured(sdk, change).isComplete())));
        } catch (ConditionTimeoutException some) {
            // the table says who has not acted
        }
    }

    private TimeToAct measured(SamplingSdk sdk, RuleChange change) {
        var printed = ClientDecision.printedBy(programs.get(sdk));
        return TimeToAct.of(printed, change, madeAt.get(change), CLIENTS);
    }

    /** The clients that decided about each path and sample none: their own rules, which they begin with, sample one a second. */
    private static Set<Integer> haveRules(Running program) {
        var last = new HashMap<List<Object>, ClientDecision>();
        ClientDecision.printedBy(program).forEach(one -> last.put(List.of(one.client(), one.path()), one));
        long calm = Instant.now().minusSeconds(2).toEpochMilli();
        var clients = new HashSet<Integer>();
        IntStream.range(0, CLIENTS)
                .filter(client -> RuleChange.ALL.stream()
                        .map(change -> last.get(List.of(client, change.path())))
                        .allMatch(one -> one != null && !one.sampled() && one.millis() < calm))
                .forEach(clients::add);
        return clients;
    }
}
