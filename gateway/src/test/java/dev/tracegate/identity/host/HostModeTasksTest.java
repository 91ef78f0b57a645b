package dev.tracegate.identity.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.Verification;
import dev.tracegate.identity.agent.FakeAgent;
import dev.tracegate.identity.ecs.FakeEcsTasks;
import dev.tracegate.identity.proc.FakeProc;
import dev.tracegate.identity.proc.SocketScan;
import dev.tracegate.identity.proc.UdpTable;
import dev.tracegate.tenant.Trust;
import dev.tracegate.testkit.ManualClock;
import dev.tracegate.testkit.OnLoop;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Maps a port of the host to a task by a fake /proc, the agent's list and ECS. */
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
    private final ManualClock time = new ManualClock();
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
        tasks = tasks(ecs.verifier(time));
        time.advance(Duration.ofSeconds(2));
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0100007F", "00000000", "0A00000A", "00000000000000000000000000000000",
            "0000000000000000FFFF00000100007F"})
    void a_port_is_attributed_to_the_task_that_kernel_agent_and_ecs_agree_on_for_every_bind_address(String local) {
        proc.socket(local, PORT, 51).socket(LOOPBACK, PORT + 1, 61);

        assertThat(confirmed()).isInstanceOfSatisfying(OwnershipFinding.Known.class, known -> {
            assertThat(known.workload().taskArn()).isEqualTo(FakeAgent.arn(ORDERS));
            assertThat(known.trust()).isEqualTo(Trust.C);
            assertThat(known.epoch()).isEqualTo("dddddddddddd@90000/51");
            assertThat(known.since()).as("uptime 1000.5 s, started after 900 s, less 50 ms of tolerance")
                    .isEqualTo(Instant.ofEpochMilli(2_000_000_000 - 100_500 - 50));
        });
    }

    @Test
    void without_ecs_the_trust_is_C() {
        tasks = tasks(Verification.none());
        proc.socket(LOOPBACK, PORT, 51);

        assertThat(answer()).isInstanceOfSatisfying(OwnershipFinding.Known.class,
                known -> assertThat(known.trust()).isEqualTo(Trust.C));
    }

    @Test
    void an_unconfirmed_task_waits_and_a_task_that_ecs_denies_is_unknown() {
        proc.socket(LOOPBACK, PORT, 51);
        ecs.fail("ThrottlingException");
        assertThat(confirmed()).isInstanceOf(OwnershipFinding.Waiting.class);

        ecs.fail("");
        ecs.stop(ORDERS);
        time.advance(Duration.ofMinutes(1));
        assertThat(confirmed()).isInstanceOf(OwnershipFinding.Unknown.class);
    }

    @Test
    void processes_of_one_container_that_share_a_socket_count_as_one_owner() {
        proc.socket(LOOPBACK, PORT, 51).process(690, 89_000, FakeProc.ecs(ORDERS, ORDERS_DOCKER), 51);

        assertThat(confirmed()).isInstanceOfSatisfying(OwnershipFinding.Known.class,
                known -> assertThat(known.epoch()).isEqualTo("dddddddddddd@89000/51"));
    }

    @Test
    void T8_a_new_socket_or_a_new_process_at_the_port_starts_a_new_epoch() {
        proc.socket(LOOPBACK, PORT, 51);
        var first = confirmed();
        proc.close(51).process(700, FakeProc.ecs(ORDERS, ORDERS_DOCKER), 52).socket(LOOPBACK, PORT, 52);
        var second = answer();
        proc.process(700, 95_000, FakeProc.ecs(ORDERS, ORDERS_DOCKER), 52);
        var third = answer();

        assertThat(first.isSameOwnerAs(second)).isFalse();
        assertThat(second.isSameOwnerAs(third)).isFalse();
        assertThat(third).isInstanceOf(OwnershipFinding.Known.class);
    }

    @Test
    void T8_a_port_with_sockets_of_two_tasks_is_ambiguous_for_every_bind_address() {
        proc.socket(LOOPBACK, PORT, 51).socket("0500007F", PORT, 61);
        assertThat(confirmed()).isInstanceOfSatisfying(OwnershipFinding.Ambiguous.class,
                both -> assertThat(both.why()).contains("dddddddddddd", "eeeeeeeeeeee"));

        proc.close(61).socket(ANY6, PORT, 61);
        assertThat(answer()).isInstanceOf(OwnershipFinding.Ambiguous.class);

        proc.close(61);
        assertThat(confirmed()).isInstanceOf(OwnershipFinding.Known.class);
    }

    @Test
    void T8_a_socket_shared_with_another_task_or_another_process_is_ambiguous() {
        proc.socket(LOOPBACK, PORT, 51).process(800, FakeProc.ecs(CARTS, CARTS_DOCKER), 51);
        assertThat(confirmed()).isInstanceOf(OwnershipFinding.Ambiguous.class);

        proc.process(800, "0::/user.slice\n", 51);
        assertThat(answer()).isInstanceOf(OwnershipFinding.Ambiguous.class);
    }

    @Test
    void more_sockets_at_a_port_than_the_bound_are_ambiguous() {
        for (int i = 0; i <= UdpTable.MOST_SOCKETS; i++) {
            proc.socket(LOOPBACK, PORT, 100 + i).process(700, FakeProc.ecs(ORDERS, ORDERS_DOCKER), 100 + i);
        }

        assertThat(confirmed()).isInstanceOf(OwnershipFinding.Ambiguous.class);
    }

    @Test
    void a_socket_that_was_closed_before_the_scan_is_unknown() {
        assertThat(answer()).isInstanceOfSatisfying(OwnershipFinding.Unknown.class,
                unknown -> assertThat(unknown.why()).contains("closed"));
    }

    @Test
    void a_socket_without_a_process_a_container_or_a_task_is_unknown() {
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
    void T5_a_container_with_different_tasks_in_agent_and_kernel_is_unknown() {
        proc.socket(LOOPBACK, PORT, 51).process(700, FakeProc.ecs(CARTS, ORDERS_DOCKER), 51);

        assertThat(answer()).isInstanceOfSatisfying(OwnershipFinding.Unknown.class,
                unknown -> assertThat(unknown.why()).contains(ORDERS, CARTS));
    }

    @Test
    void processes_that_exit_during_a_scan_are_skipped() {
        proc.socket(LOOPBACK, PORT, 51).bare(850);

        assertThat(confirmed()).isInstanceOf(OwnershipFinding.Known.class);
    }

    @Test
    void while_the_agent_is_unreachable_a_confirmed_container_stays_known_as_long_as_its_socket_exists() {
        proc.socket(LOOPBACK, PORT, 51).socket(LOOPBACK, PORT + 1, 61);
        confirmed();
        agent.goAway(true);
        time.advance(Duration.ofMinutes(10));
        assertThat(confirmed()).isInstanceOf(OwnershipFinding.Known.class);
        assertThat(look(Set.of(PORT + 1)).findings().get(PORT + 1)).as("this port was not scanned before")
                .isInstanceOf(OwnershipFinding.Waiting.class);
        proc.close(51);
        assertThat(answer()).isInstanceOf(OwnershipFinding.Unknown.class);
    }

    @Test
    void while_the_agent_is_unreachable_a_task_that_ecs_reports_as_stopped_is_unknown() {
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
    void an_empty_list_of_a_restarted_agent_does_not_remove_a_confirmed_owner() {
        proc.socket(LOOPBACK, PORT, 51);
        confirmed();
        agent.remove(ORDERS);
        agent.remove(CARTS);

        assertThat(confirmed()).isInstanceOf(OwnershipFinding.Known.class);
    }

    @Test
    void without_an_agent_the_scan_fails() {
        agent.goAway(true);
        proc.socket(LOOPBACK, PORT, 51);

        assertThatThrownBy(this::answer).isNotNull();
    }

    @Test
    void a_scan_without_ports_returns_the_addresses_of_the_host_and_calls_no_agent() {
        agent.goAway(true);

        var found = look(Set.of());

        assertThat(found.own()).containsExactly(InetAddress.ofLiteral(FakeProc.HOST));
        assertThat(found.findings()).isEmpty();
    }

    private HostModeTasks tasks(Verification verification) {
        return new HostModeTasks(vertx, new SocketScan(folder, () -> Instant.ofEpochMilli(2_000_000_000)),
                agent.introspection(vertx), verification, time);
    }

    /** Scans twice: ECS is called after the first scan, and its answer applies to the second. */
    private OwnershipFinding confirmed() {
        answer();
        time.advance(Duration.ofSeconds(2));
        return answer();
    }

    private OwnershipFinding answer() {
        return look(Set.of(PORT)).findings().get(PORT);
    }

    private PortAnswers.Found look(Set<Integer> ports) {
        return OnLoop.call(vertx, () -> tasks.poll(ports));
    }
}
