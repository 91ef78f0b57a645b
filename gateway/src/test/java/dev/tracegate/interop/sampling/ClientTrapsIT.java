package dev.tracegate.interop.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tracegate.interop.Running;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the SDKs make of answers that lack something. The gateway's answers have it all because of these; where a later version of an SDK no
 * longer needs it, the test says so.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClientTrapsIT {
    private static final List<ClientTrap> TRAPS = ClientTraps.all();
    private static final int PER_SECOND = 10;
    private static final Duration LAST = Duration.ofSeconds(29);

    private static final Map<SamplingSdk, Running> programs = new EnumMap<>(SamplingSdk.class);
    private static final Map<SamplingSdk, List<ClientDecision>> decisions = new EnumMap<>(SamplingSdk.class);

    /** All SDKs and traps at once: most of the time is waiting for the next call for targets. */
    @BeforeAll
    static void decide() {
        var clients = SamplingClients.installed();
        var vertx = Vertx.vertx();
        try {
            for (var sdk : SamplingSdk.values()) {
                programs.put(sdk, clients.start(sdk, "traps", config(vertx)));
            }
            await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofSeconds(1)).until(ClientTrapsIT::done);
        } finally {
            programs.values().forEach(Running::kill);
            vertx.close().await();
        }
        programs.forEach((sdk, program) -> decisions.put(sdk, ClientDecision.printedBy(program)));
    }

    @AfterAll
    static void forget() {
        programs.clear();
        decisions.clear();
    }

    @ParameterizedTest
    @MethodSource
    void an_answer_is_understood_as_the_table_says(ClientTrap trap) {
        assertThat(eachSdk(sdk -> sampled(sdk, trap))).as(trap.name()).isEqualTo(eachSdk(trap::expected));
    }

    static Stream<ClientTrap> an_answer_is_understood_as_the_table_says() {
        return TRAPS.stream();
    }

    private static Share sampled(SamplingSdk sdk, ClientTrap trap) {
        int client = TRAPS.indexOf(trap);
        var all = decisions.get(sdk).stream().filter(decision -> decision.client() == client).toList();
        long began = all.getFirst().millis();
        var counted = all.stream()
                .filter(decision -> trap.when().contains((decision.millis() - began) / 1000.0))
                .toList();
        assertThat(counted).as("decisions of %s", sdk)
                .hasSizeGreaterThan((int) (trap.when().seconds() * PER_SECOND / 2));
        return Share.of(counted, trap.when().seconds());
    }

    private static Map<SamplingSdk, Share> eachSdk(Function<SamplingSdk, Share> share) {
        return Stream.of(SamplingSdk.values()).collect(Collectors.toMap(sdk -> sdk, share));
    }

    private static JsonObject config(Vertx vertx) {
        var addresses = TRAPS.stream().map(trap -> {
            var server = new ScriptedSampling(vertx);
            trap.script().accept(server);
            return server.address();
        });
        return new DecideConfig(addresses.toList(), List.of("/any"), PER_SECOND, Duration.ZERO, false).json();
    }

    /** Whether each client has decided for long enough. */
    private static boolean done() {
        return programs.values()
                .stream()
                .map(ClientDecision::printedBy)
                .allMatch(all -> IntStream.range(0, TRAPS.size())
                        .allMatch(client -> hasDecidedLongEnough(all, client)));
    }

    private static boolean hasDecidedLongEnough(List<ClientDecision> all, int client) {
        var times = all.stream()
                .filter(one -> one.client() == client)
                .mapToLong(ClientDecision::millis)
                .summaryStatistics();
        return times.getCount() > 0 && times.getMax() - times.getMin() > LAST.toMillis();
    }
}
