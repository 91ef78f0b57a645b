package dev.tracegate.identity.proc;

import static dev.tracegate.identity.IdentityGiven.ip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.identity.IdentitySource;
import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.agent.FakeAgent;
import dev.tracegate.identity.ecs.FakeEcsTasks;
import dev.tracegate.tenant.Trust;
import dev.tracegate.testkit.ManualClock;
import dev.tracegate.testkit.OnLoop;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scans a fake /proc in the format of the kernel. */
class ProcScanTest {
    private static final String TASK = "0123456789abcdef0123456789abcdef";
    private static final String DOCKER = "d".repeat(64);
    private static final String OTHER = "e".repeat(64);
    private static final String V2 = "0::/../../ecstasks-" + TASK + ".slice/docker-" + DOCKER + ".scope\n";

    @TempDir
    private Path proc;
    private final Vertx vertx = Vertx.vertx();
    private final FakeAgent agent = FakeAgent.start(vertx);
    private final FakeEcsTasks ecs = new FakeEcsTasks();
    private final ManualClock time = new ManualClock();

    @BeforeEach
    void host() throws IOException {
        Files.writeString(proc.resolve("uptime"), "1000.50 3000.00\n");
        network("self", "10.0.0.10");
        process("1", "0::/init.scope\n", "10.0.0.10");
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "0::/ecstasks-{t}.slice/docker-{d}.scope,t", "0::/../ecstasks-{t}.slice/docker-{d}.scope/init,t",
            "12:memory:/ecs/{t}/{d},t", "12:memory:/ecs/prod/{t}/{d},t", "0::/system.slice/docker-{d}.scope,-",
            "12:memory:/docker/{d},-",
            "0::/ecstasks-{t}.slice/docker-{d}.scope/ecstasks-ffffffffffffffffffffffffffffffff.slice/docker-{e}.scope,t",
            "0::/docker/{d}/ecs/ffffffffffffffffffffffffffffffff/{e},-"})
    void the_outermost_cgroup_identifies_the_container_of_a_process(String line, String task) {
        var cgroup = Cgroup.of(List.of(filled(line)));

        assertThat(cgroup).contains(new Cgroup(DOCKER, task == null ? null : TASK));
    }

    @ParameterizedTest
    @CsvSource({"0::/user.slice", "0::/docker-{d}x.scope", "0::/docker/short"})
    void other_cgroups_identify_no_container(String line) {
        assertThat(Cgroup.of(List.of(filled(line)))).isEmpty();
    }

    @Test
    void cgroups_of_two_containers_identify_none() {
        assertThat(Cgroup.of(List.of("1:cpu:/docker/" + DOCKER, "2:memory:/docker/" + OTHER))).isEqualTo(
                Optional.empty());
    }

    @Test
    void the_addresses_of_a_container_are_those_of_its_first_process() throws IOException {
        process("700", V2, "172.17.0.2");
        process("900", V2, "172.17.0.99");

        assertThat(scan().containers()).singleElement().satisfies(container -> {
            assertThat(container.addresses()).containsExactlyInAnyOrder(ip("172.17.0.2"), ip("fd00::2"));
            assertThat(container.epoch()).isEqualTo("dddddddddddd@90000");
            assertThat(container.since()).as("uptime 1000.5 s, started after 900 s, less 50 ms of tolerance")
                    .isEqualTo(Instant.ofEpochMilli(2_000_000_000 - 100_500 - 50));
        });
    }

    @Test
    void T8_a_container_in_the_host_network_has_no_address() throws IOException {
        process("700", V2, "10.0.0.10");

        assertThat(scan().containers()).isEmpty();
    }

    @Test
    void a_bridge_container_is_attributed_to_the_task_that_kernel_agent_and_ecs_agree_on() throws IOException {
        process("700", V2, "172.17.0.2");
        agent.bridge(TASK, "pretended", DOCKER);
        ecs.bridge(TASK, "orders", "orders-svc", DOCKER);
        var source = source();

        look(source);
        assertThat(look(source).get(ip("172.17.0.2"))).isInstanceOfSatisfying(OwnershipFinding.Known.class, known -> {
            assertThat(known.workload().family()).isEqualTo("orders");
            assertThat(known.trust()).isEqualTo(Trust.B);
        });
    }

    @Test
    void T5_a_container_that_the_agent_lists_in_another_task_or_not_at_all_is_unknown() throws IOException {
        process("700", V2, "172.17.0.2");
        process("701", "0::/docker/" + OTHER + "\n", "172.17.0.3");
        agent.bridge("ffffffffffffffffffffffffffffffff", "orders", DOCKER);

        assertThat(look(source()).get(ip("172.17.0.2"))).isInstanceOfSatisfying(OwnershipFinding.Unknown.class,
                unknown -> assertThat(unknown.why()).contains(TASK, "ffffffffffffffffffffffffffffffff"));
        assertThat(look(source()).get(ip("172.17.0.3"))).isInstanceOfSatisfying(OwnershipFinding.Unknown.class,
                unknown -> assertThat(unknown.why()).contains("does not list"));
    }

    @Test
    void a_container_that_the_agent_does_not_list_yet_waits() throws IOException {
        process("700", V2, "172.17.0.2");

        assertThat(look(source()).get(ip("172.17.0.2"))).isInstanceOf(OwnershipFinding.Waiting.class);
    }

    @Test
    void T1_an_address_that_a_second_container_configures_is_ambiguous() throws IOException {
        process("700", V2, "172.17.0.2");
        process("701", "0::/docker/" + OTHER + "\n", "172.17.0.2");
        agent.bridge(TASK, "orders", DOCKER);
        agent.bridge("ffffffffffffffffffffffffffffffff", "carts", OTHER);
        ecs.bridge(TASK, "orders", "svc", DOCKER);
        ecs.bridge("ffffffffffffffffffffffffffffffff", "carts", "svc", OTHER);
        var source = source();

        look(source);
        assertThat(look(source).get(ip("172.17.0.2"))).isInstanceOf(OwnershipFinding.Ambiguous.class);
    }

    private ProcScan scan() {
        return new ProcScan(proc, () -> Instant.ofEpochMilli(2_000_000_000));
    }

    private ProcSource source() {
        var check = ecs.verifier(time);
        time.advance(Duration.ofSeconds(2));
        return new ProcSource(vertx, scan(),
                agent.introspection(vertx), check, time);
    }

    private Map<InetAddress, OwnershipFinding> look(IdentitySource source) {
        return OnLoop.call(vertx, source::poll);
    }

    private void process(String pid, String cgroup, String address) throws IOException {
        network(pid, address);
        Files.writeString(proc.resolve(pid).resolve("cgroup"), cgroup);
        // a process name may contain spaces and parentheses
        Files.writeString(proc.resolve(pid).resolve("stat"),
                pid + " (a) b) S 1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 90000 1 2 3\n");
    }

    private void network(String pid, String address) throws IOException {
        var net = Files.createDirectories(proc.resolve(pid).resolve("net"));
        Files.writeString(net.resolve("fib_trie"), """
                Main:
                  +-- 0.0.0.0/0 3 0 5
                     |-- 0.0.0.0
                        /0 universe UNICAST
                     +-- 127.0.0.0/8 2 0 2
                        |-- 127.0.0.1
                           /32 host LOCAL
                     +-- 172.17.0.0/16 2 0 2
                        |-- 172.17.0.0
                           /16 link UNICAST
                        |-- %s
                           /32 host LOCAL
                        |-- 172.17.255.255
                           /32 link BROADCAST
                """.formatted(address));
        if (!address.startsWith("10.")) {
            Files.writeString(net.resolve("if_inet6"), """
                    00000000000000000000000000000001 01 80 10 80       lo
                    fe800000000000000042acfffe110002 02 40 20 80     eth0
                    fd000000000000000000000000000002 02 40 00 80     eth0
                    """);
        }
    }

    private static String filled(String line) {
        return line.replace("{t}", TASK).replace("{d}", DOCKER).replace("{e}", OTHER);
    }
}
