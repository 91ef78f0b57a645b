package dev.tracegate.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tracegate.interop.Ports;
import dev.tracegate.testkit.FakeSts;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tenants that change while the gateway runs: SIGHUP makes it read its settings file again. {@code -Dreload.tenants=1000 -Dreload.rate=10000 -Dreload.pause=4000} makes
 * the load test larger.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ReloadIT {
    private static final int TENANTS = Integer.getInteger("reload.tenants", 100);
    private static final int PER_SECOND = Integer.getInteger("reload.rate", 1_000);
    private static final Duration LOAD = Duration.ofSeconds(Integer.getInteger("reload.seconds", 8));
    private static final int MAX_WARM_UP_RATE = 1_000;
    /** Between two reloads: without one, a core does nothing but reload, and there may be no other for the receiver. */
    private static final Duration PAUSE = Duration.ofMillis(Long.getLong("reload.pause", 0));
    private static final int ENOUGH = 1_000_000;
    private static final Pattern RELOADED = Pattern.compile("Settings reloaded: ");

    @TempDir
    private Path folder;

    @Test
    void added_removed_and_changed_tenants_take_effect_and_nothing_accepted_is_lost() throws Exception {
        try (var gateway = new CrowdedGateway(folder, 2, ENOUGH); var crowd = new Crowd(3, gateway.port)) {
            send(crowd, 0, 1);
            send(crowd, 1, 1);
            patiently().until(() -> arrived(gateway, 0) == 1 && arrived(gateway, 1) == 1);

            gateway.write(IntStream.of(1, 2), 5, "");
            send(crowd, 0, 20);
            patiently().until(() -> gateway.books(0).getLong("received") == 21);
            gateway.reload();
            patiently().until(() -> gateway.log()
                    .contains("Settings reloaded: added t00002; removed t00000; changed t00001 (limits)"));

            patiently().until(() -> arrived(gateway, 0) == 21);
            send(crowd, 0, 3);
            send(crowd, 2, 4);
            patiently().until(() -> arrived(gateway, 2) == 4 && refused(gateway) == 3);
            send(crowd, 1, 100);
            patiently().until(() -> gateway.books(1).getLong("received") == 101);
            assertThat(gateway.books(1).getJsonObject("shed").getLong("rate_limit")).as("over the new limit of 5/s")
                    .isGreaterThan(50);
            assertThat(gateway.xray.strays()).as("signed with another tenant's key").isZero();
            assertBalanced(gateway);
        }
    }

    @Test
    void a_bad_file_changes_nothing_and_every_problem_is_logged() throws Exception {
        try (var gateway = new CrowdedGateway(folder, 1, ENOUGH); var crowd = new Crowd(2, gateway.port)) {
            gateway.write(IntStream.of(0, 1), ENOUGH, "upload: {batchSegments: 80}\nno: such\n");
            gateway.reload();
            patiently().until(() -> gateway.log().contains("Settings not reloaded, nothing was changed: "));

            assertThat(gateway.log()).contains("upload.batchSegments").containsPattern("nothing was changed: .*no");
            send(crowd, 0, 2);
            send(crowd, 1, 2);
            patiently().until(() -> arrived(gateway, 0) == 2 && refused(gateway) == 2);
        }
    }

    @Test
    void what_needs_a_restart_is_named_and_the_tenants_change_all_the_same() throws Exception {
        try (var gateway = new CrowdedGateway(folder, 1, ENOUGH); var crowd = new Crowd(2, gateway.port)) {
            gateway.write(IntStream.of(0, 1), ENOUGH, "drain: {deadline: 9s}\n");
            gateway.reload();
            patiently()
                    .until(() -> gateway.log()
                            .contains("Settings that take effect at the next start differ: drain.deadline"));

            send(crowd, 1, 2);
            patiently().until(() -> arrived(gateway, 1) == 2);
        }
    }

    @Test
    void a_tenants_own_port_is_bound_and_closed() throws Exception {
        try (var gateway = new CrowdedGateway(folder, 1, ENOUGH)) {
            int own = Ports.free();
            gateway.write(IntStream.of(0), ENOUGH,
                    "  - id: porter\n    ports: [%d]\n    credentials: own\n".formatted(own));
            gateway.reload();
            patiently().until(() -> gateway.log().contains("added porter"));
            sendTo(own, 3);
            patiently().until(() -> page(gateway, "porter").getLong("delivered", 0L) == 3);

            gateway.write(IntStream.empty(), ENOUGH, "");
            gateway.reload();
            patiently().until(() -> gateway.log().contains("the last one cannot be removed while the gateway runs"));
            sendTo(own, 2);
            patiently().until(() -> page(gateway, "porter").getLong("delivered", 0L) == 5);

            gateway.write(IntStream.of(0), ENOUGH, "");
            gateway.reload();
            patiently().until(() -> gateway.log().contains("removed porter"));
            try (var free = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), own))) {
                assertThat(free.isBound()).as("the port is free again").isTrue();
            }
        }
    }

    @Test
    void reloads_under_load_lose_nothing() throws Exception {
        int stay = TENANTS * 9 / 10;
        try (var gateway = new CrowdedGateway(folder, TENANTS, ENOUGH); var crowd = new Crowd(TENANTS, gateway.port)) {
            // first every role is assumed, slowly enough that nothing is shed while segments wait for it
            crowd.send(IntStream.range(0, stay), Math.min(PER_SECOND, MAX_WARM_UP_RATE), Duration.ofSeconds(5));
            patiently().until(() -> waiting(gateway) == 0);
            var sending = Thread.ofPlatform().start(() -> crowd.send(IntStream.range(0, stay), PER_SECOND, LOAD));
            int reloads = 0;
            long longest = 0;
            while (sending.isAlive()) {
                gateway.write(IntStream.range(0, reloads % 2 == 0 ? stay : TENANTS), ENOUGH - reloads, "");
                long start = System.nanoTime();
                gateway.reload();
                int expected = ++reloads;
                patiently().pollInterval(Duration.ofMillis(20))
                        .until(() -> RELOADED.matcher(gateway.log()).results().count() == expected);
                longest = Math.max(longest, System.nanoTime() - start);
                if (!PAUSE.isZero()) {
                    sending.join(PAUSE);
                }
            }
            sending.join();
            long sent = IntStream.range(0, stay).mapToLong(number -> crowd.member(number).sent()).sum();
            long dropped = gateway.kernelDropped();
            patiently().until(() -> waiting(gateway) == 0);
            long arrived = IntStream.range(0, stay).mapToLong(number -> arrived(gateway, number)).sum();
            System.out.printf(
                    "| tenants %d | sent %d at %d/s | reloads %d, the slowest %d ms | arrived %d | kernel dropped %d |%n",
                    TENANTS,
                    sent, PER_SECOND, reloads, longest / 1_000_000, arrived, dropped);

            assertThat(reloads).isGreaterThan(1);
            assertThat(arrived).isEqualTo(sent - dropped);
            assertThat(gateway.xray.strays()).isZero();
            assertBalanced(gateway);
        }
    }

    @Test
    void spooled_batches_of_a_removed_tenant_are_sent_with_its_last_role_and_then_its_books_are_folded()
            throws Exception {
        var spool = Map.of("TRACEGATE_SPOOL_ENABLED", "true", "TRACEGATE_SPOOL_FOLDER",
                folder.resolve("spool").toString(), "TRACEGATE_SPOOL_KEEP", "second");
        try (var gateway = new CrowdedGateway(folder, 2, ENOUGH, spool); var crowd = new Crowd(2, gateway.port)) {
            gateway.xray.available(false);
            patiently().until(() -> {
                send(crowd, 0, 5); // while its Region's X-Ray does not answer, queued segments go to disk after a second
                return gateway.books(0).getLong("spooled", 0L) > 0;
            });

            gateway.write(IntStream.of(1), ENOUGH, "");
            gateway.reload();
            patiently().until(() -> gateway.log().contains("Settings reloaded: removed t00000"));
            assertThat(gateway.batchesOnDisk()).isPositive();
            long accepted = gateway.books(0).getLong("received");
            assertThat(arrived(gateway, 0)).isZero();

            gateway.xray.available(true);
            patiently().until(() -> arrived(gateway, 0) == accepted);
            assertThat(gateway.xray.signers(Crowd.name(0))).containsExactly("t00000 eu-west-1");
            patiently().until(() -> page(gateway, "(removed)").getLong("delivered", 0L) == accepted);
            assertThat(gateway.allBooks().fieldNames()).doesNotContain(Crowd.name(0));
            assertBalanced(gateway);
        }
    }

    @Test
    void a_tenants_new_role_and_region_sign_every_call_after_the_reload() throws Exception {
        try (var gateway = new CrowdedGateway(folder, 2, ENOUGH); var crowd = new Crowd(2, gateway.port)) {
            send(crowd, 0, 3);
            patiently().until(() -> arrived(gateway, 0) == 3);
            assertThat(gateway.xray.signers(Crowd.name(0))).containsExactly("t00000 eu-west-1");

            var role = "arn:aws:iam::222222222222:role/xray/other";
            gateway.sts.role(role, new FakeSts.Role(null, null, null));
            gateway.write(IntStream.of(1), ENOUGH, """
                      - id: t00000
                        sources: [%s/32]
                        roleArn: %s
                        region: us-east-1
                        sessionTags: false
                        sourceIdentity: false
                        limits: {segmentsPerSecond: %d}
                    """.formatted(Crowd.address(0), role, ENOUGH));
            gateway.reload();
            patiently()
                    .until(() -> gateway.log().contains("Settings reloaded: changed t00000 (credentials, region)"));
            send(crowd, 0, 4);
            send(crowd, 1, 2);
            patiently().until(() -> arrived(gateway, 0) == 7 && arrived(gateway, 1) == 2);

            assertThat(gateway.xray.signers(Crowd.name(0))).containsExactly("t00000 eu-west-1", "other us-east-1");
            assertThat(gateway.xray.signers(Crowd.name(1))).containsExactly("t00001 eu-west-1");
            assertThat(gateway.xray.strays()).as("signed for the new role").isEqualTo(4);
            assertBalanced(gateway);
        }
    }

    @Test
    void a_new_port_that_cannot_be_bound_changes_nothing() throws Exception {
        try (var gateway = new CrowdedGateway(folder, 1, ENOUGH);
                var crowd = new Crowd(2, gateway.port);
                var taken = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            int free = Ports.free();
            gateway.write(IntStream.of(1), ENOUGH, "  - id: porter\n    ports: [%d, %d]\n    credentials: own\n"
                    .formatted(free, taken.getLocalPort()));
            gateway.reload();
            patiently().until(() -> gateway.log()
                    .contains("Settings not reloaded, nothing was changed: listen udp 127.0.0.1:"
                            + taken.getLocalPort() + ": bind: address already in use"));

            send(crowd, 0, 2);
            send(crowd, 1, 3);
            patiently().until(() -> arrived(gateway, 0) == 2 && refused(gateway) == 3);
            try (var other = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), free))) {
                assertThat(other.isBound()).as("the other new port is free again").isTrue();
            }
            assertBalanced(gateway);
        }
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofMinutes(2));
    }

    private static void send(Crowd crowd, int number, int segments) {
        crowd.send(number, segments);
    }

    private static void sendTo(int port, int segments) throws IOException {
        byte[] datagram = "{\"format\":\"json\",\"version\":1}\n{\"name\":\"porter\"}"
                .getBytes(StandardCharsets.US_ASCII);
        try (var socket = new DatagramSocket()) {
            for (int i = 0; i < segments; i++) {
                socket.send(new DatagramPacket(datagram, datagram.length, new InetSocketAddress("127.0.0.1", port)));
            }
        }
    }

    private static long arrived(CrowdedGateway gateway, int number) {
        return gateway.xray.arrived(Crowd.name(number));
    }

    private static JsonObject page(CrowdedGateway gateway, String tenant) {
        return gateway.allBooks().getJsonObject(tenant, new JsonObject());
    }

    /** Datagrams of senders that no tenant has. */
    private static long refused(CrowdedGateway gateway) {
        return page(gateway, "unattributed").getJsonObject("rejected", new JsonObject())
                .stream()
                .mapToLong(one -> ((Number) one.getValue()).longValue())
                .sum();
    }

    private static long waiting(CrowdedGateway gateway) {
        return gateway.allBooks()
                .stream()
                .map(page -> (JsonObject) page.getValue())
                .mapToLong(
                        page -> page.getLong("queued", 0L) + page.getLong("inFlight", 0L) + page.getLong("spooled", 0L))
                .sum();
    }

    private static void assertBalanced(CrowdedGateway gateway) {
        assertThat(gateway.allBooks()).allSatisfy(
                page -> assertThat(((JsonObject) page.getValue()).getLong("imbalance")).as(page.getKey()).isZero());
    }
}
