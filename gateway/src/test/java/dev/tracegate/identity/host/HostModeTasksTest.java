package dev.tracegate.identity.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.budget.ByteBudget;
import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.Verification;
import dev.tracegate.identity.agent.FakeAgent;
import dev.tracegate.identity.agent.Introspection;
import dev.tracegate.identity.agent.JsonHttp;
import dev.tracegate.identity.ecs.ConfirmedTasks;
import dev.tracegate.identity.ecs.EcsVerifier;
import dev.tracegate.identity.ecs.FakeEcsTasks;
import dev.tracegate.identity.proc.FakeProc;
import dev.tracegate.identity.proc.SocketScan;
import dev.tracegate.identity.proc.UdpTable;
import dev.tracegate.tenant.Trust;
import dev.tracegate.testkit.ManualTime;
import dev.tracegate.testkit.OnLoop;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a port of the host to a task, by a /proc of files, the agent's list and ECS. */
class HostModeTasksTest {
    private static final String ORDERS = "0123456789abcdef0123456789abcdef";
    private static final String CARTS = "11111111111111111111111111111111";
    private static final String ORDERS_DOCKER = "d".repeat(64);
    private static final String CARTS_DOCKER = "e".repeat(64);
    private static final String LOOPBACK = "0100007F";
    private static final String ANY6 = "0".repeat(32);
    private static final int PORT = 40_000;

    @TempDir
    private Path folder;
    private final Vertx vertx = Vertx.vertx();
    private final FakeAgent agent = FakeAgent.start(vertx);
    private final FakeEcsTasks ecs = new FakeEcsTasks();
    private final ManualTime time = new ManualTime();
    private FakeProc proc;
    private HostModeTasks tasks;

    @BeforeEach
    void host() {
        proc = new FakeProc(folder).process(1, "0::/init.scope\n")
                .process(700, FakeProc.ecs(ORDERS, ORDERS_DOCKER), 51)
                .process(800, FakeProc.ecs(CARTS, CARTS_DOCKER), 61);
        agent.bridge(ORDERS, "orders", ORDERS_DOCKER);
        agent.bridge(CARTS, "carts", CARTS_DOCKER);
        ecs.bridge(ORDERS, "orders", "orders-svc", ORDERS_DOCKER);
        ecs.bridge(CARTS, "carts", "carts-svc", CARTS_DOCKER);
        tasks = tasks(new EcsVerifier(ecs, ConfirmedTasks.none(), address -> false, time, new Random(1)));
        time.advance(Duration.ofSeconds(2));
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0100007F", "00000000", "0A00000A", "00000000000000000000000000000000",
            "0000000000000000FFFF00000100007F"})
    void a_port_is_the_task_that_kernel_agent_and_ecs_agree_on_whatever_address_its_socket_is_bound_to(String local) {
        proc.socket(local, PORT, 51).socket(LOOPBACK, PORT + 1, 61);

        assertThat(confirmed()).isInstanceOfSatisfying(OwnershipFinding.Known.class, known -> {
            assertThat(known.workload().taskArn()).isEqualTo(FakeAgent.arn(ORDERS));
            assertThat(known.trust()).isEqualTo(Trust.C);
            assertThat(known.epoch()).isEqualTo("dddddddddddd@90000/51");
            assertThat(known.since()).as("1000.5 s up, started after 900 s, less the slack")
                    .isEqualTo(Instant.ofEpochMilli(2_000_000_000 - 100_500 - 50));
        });
    }

    @Test
    void without_ecs_the_trust_is_no_better() {
        tasks = tasks(Verification.none());
        proc.socket(LOOPBACK, PORT, 51);

        assertThat(answer()).isInstanceOfSatisfying(OwnershipFinding.Known.class,
                known -> assertThat(known.trust()).isEqualTo(Trust.C));
    }

    @Test
    void what_ecs_has_not_confirmed_waits_and_what_it_denies_is_nobodys() {
        proc.socket(LOOPBACK, PORT, 51);
        ecs.fail("ThrottlingException");
        assertThat(confirmed()).isInstanceOf(OwnershipFinding.Waiting.class);

        ecs.fail("");
        ecs.stop(ORDERS);
        time.advance(Duration.ofMinutes(1));
        assertThat(confirmed()).isInstanceOf(OwnershipFinding.Unknown.class);
    }

    @Test
    void processes_of_one_container_that_share_a_socket_are_one_owner() {
        proc.socket(LOOPBACK, PORT, 51).process(690, 89_000, FakeProc.ecs(ORDERS, ORDERS_DOCKER), 51);

        assertThat(confirmed()).isInstanceOfSatisfying(OwnershipFinding.Known.class,
                known -> assertThat(known.epoch()).isEqualTo("dddddddddddd@89000/51"));
    }

    @Test
    void T8_another_socket_at_the_port_is_another_epoch_and_another_process_is_too() {
        proc.socket(LOOPBACK, PORT, 51);
        var first = confirmed();
        proc.close(51).process(700, FakeProc.ecs(ORDERS, ORDERS_DOCKER), 52).socket(LOOPBACK, PORT, 52);
        var second = answer();
        proc.process(700, 95_000, FakeProc.ecs(ORDERS, ORDERS_DOCKER), 52);
        var third = answer();

        assertThat(first.goesOnAs(second)).isFalse();
        assertThat(second.goesOnAs(third)).isFalse();
        assertThat(third).isInstanceOf(OwnershipFinding.Known.class);
    }

    @Test
    void T8_a_port_that_two_tasks_have_a_socket_at_is_neithers_whatever_addresses_they_are_bound_to() {
        proc.socket(LOOPBACK, PORT, 51).socket("0500007F", PORT, 61);
        assertThat(confirmed()).isInstanceOfSatisfying(OwnershipFinding.Ambiguous.class,
                both -> assertThat(both.why()).contains("dddddddddddd", "eeeeeeeeeeee"));

        proc.close(61).socket(ANY6, PORT, 61);
        assertThat(answer()).isInstanceOf(OwnershipFinding.Ambiguous.class);

        proc.close(61);
        assertThat(confirmed()).isInstanceOf(OwnershipFinding.Known.class);
    }

    @Test
    void T8_a_socket_that_was_handed_to_another_task_or_to_nobodys_process_is_nobodys() {
        proc.socket(LOOPBACK, PORT, 51).process(800, FakeProc.ecs(CARTS, CARTS_DOCKER), 51);
        assertThat(confirmed()).isInstanceOf(OwnershipFinding.Ambiguous.class);

        proc.process(800, "0::/user.slice\n", 51);
        assertThat(answer()).isInstanceOf(OwnershipFinding.Ambiguous.class);
    }

    @Test
    void more_sockets_at_a_port_than_one_sender_needs_are_nobodys() {
        for (int i = 0; i <= UdpTable.MOST_SOCKETS; i++) {
            proc.socket(LOOPBACK, PORT, 100 + i).process(700, FakeProc.ecs(ORDERS, ORDERS_DOCKER), 100 + i);
        }

        assertThat(confirmed()).isInstanceOf(OwnershipFinding.Ambiguous.class);
    }

    @Test
    void a_socket_that_was_closed_before_the_look_is_nobodys() {
        assertThat(answer()).isInstanceOfSatisfying(OwnershipFinding.Unknown.class,
                unknown -> assertThat(unknown.why()).contains("closed"));
    }

    @Test
    void a_socket_of_a_process_in_no_container_of_no_process_or_of_a_container_that_is_no_tasks_is_nobodys() {
        proc.socket(LOOPBACK, PORT, 71).process(900, "0::/user.slice\n", 71);
        assertThat(answer()).isInstanceOfSatisfying(OwnershipFinding.Unknown.class,
                unknown -> assertThat(unknown.why()).contains("process 900", "in no container"));

        proc.process(900, "0::/docker/" + "f".repeat(64) + "\n", 71);
        assertThat(answer()).isInstanceOfSatisfying(OwnershipFinding.Unknown.class,
                unknown -> assertThat(unknown.why()).contains("does not list"));

        proc.process(900, "0::/user.slice\n", 72).close(71).socket(LOOPBACK, PORT, 73);
        assertThat(answer()).isInstanceOfSatisfying(OwnershipFinding.Unknown.class,
                unknown -> assertThat(unknown.why()).contains("no process is seen to have its socket 73"));
    }

    @Test
    void T5_a_container_that_the_agent_lists_in_another_task_than_the_kernel_is_nobodys() {
        proc.socket(LOOPBACK, PORT, 51).process(700, FakeProc.ecs(CARTS, ORDERS_DOCKER), 51);

        assertThat(answer()).isInstanceOfSatisfying(OwnershipFinding.Unknown.class,
                unknown -> assertThat(unknown.why()).contains(ORDERS, CARTS));
    }

    @Test
    void processes_that_end_during_a_look_are_passed_over() {
        proc.socket(LOOPBACK, PORT, 51).bare(850);

        assertThat(confirmed()).isInstanceOf(OwnershipFinding.Known.class);
    }

    @Test
    void while_the_agent_is_away_a_container_that_was_confirmed_stays_its_tasks_as_long_as_the_kernel_shows_it() {
        proc.socket(LOOPBACK, PORT, 51).socket(LOOPBACK, PORT + 1, 61);
        confirmed();
        agent.goAway(true);
        time.advance(Duration.ofMinutes(10));
        assertThat(confirmed()).isInstanceOf(OwnershipFinding.Known.class);
        assertThat(look(Set.of(PORT + 1)).answers().get(PORT + 1)).as("was not looked for before")
                .isInstanceOf(OwnershipFinding.Waiting.class);
        proc.close(51);
        assertThat(answer()).isInstanceOf(OwnershipFinding.Unknown.class);
    }

    @Test
    void while_the_agent_is_away_a_task_that_ecs_has_stopped_is_nobody() {
        proc.socket(LOOPBACK, PORT, 51);
        confirmed();
        agent.goAway(true);
        ecs.stop(ORDERS);
        time.advance(Duration.ofMinutes(1));
        answer();
        time.advance(Duration.ofSeconds(2));

        assertThat(answer()).isInstanceOf(OwnershipFinding.Unknown.class);
    }

    @Test
    void an_agent_that_has_just_started_and_lists_nobody_takes_no_port_from_its_owner() {
        proc.socket(LOOPBACK, PORT, 51);
        confirmed();
        agent.remove(ORDERS);
        agent.remove(CARTS);

        assertThat(confirmed()).isInstanceOf(OwnershipFinding.Known.class);
    }

    @Test
    void without_an_agent_nobody_is_confirmed() {
        agent.goAway(true);
        proc.socket(LOOPBACK, PORT, 51);

        assertThatThrownBy(this::answer).isNotNull();
    }

    @Test
    void a_look_for_no_port_brings_the_hosts_addresses_and_asks_nobody() {
        agent.goAway(true);

        var found = look(Set.of());

        assertThat(found.own()).containsExactly(InetAddress.ofLiteral(FakeProc.HOST));
        assertThat(found.answers()).isEmpty();
    }

    private HostModeTasks tasks(Verification verification) {
        return new HostModeTasks(vertx, new SocketScan(folder, () -> Instant.ofEpochMilli(2_000_000_000)),
                new Introspection(new JsonHttp(vertx, new ByteBudget(4 << 20)), agent.url()), verification, time);
    }

    /** ECS is asked after the first look, and its answer counts with the next. */
    private OwnershipFinding confirmed() {
        answer();
        time.advance(Duration.ofSeconds(2));
        return answer();
    }

    private OwnershipFinding answer() {
        return look(Set.of(PORT)).answers().get(PORT);
    }

    private PortAnswers.Found look(Set<Integer> ports) {
        return OnLoop.call(vertx, () -> tasks.look(ports));
    }
}
