package dev.tracegate.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.identity.agent.FakeAgent;
import dev.tracegate.testkit.FakeSts;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attacks of a tenant on the gateway process over network namespaces. The numbers are those of {@code docs/tenancy.md}; T7
 * and T11 concern only policies and STS and have their tests there.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ThreatsIT {
    private static final int ORDERS = 2;
    private static final int CARTS = 3;
    private static final int OTHER = 4;
    private static final String SEVEN = "7777777777777777777777777777777a";

    @TempDir
    private Path folder = Path.of("");
    private EcsHost host;

    @BeforeEach
    void make() {
        host = new EcsHost(folder);
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void T1_a_spoofing_neighbour_is_limited_by_the_rate_of_its_victim_and_can_only_write() {
        host.tenant("orders", "limits: {segmentsPerSecond: 1}").tenant("carts");
        var orders = host.bridge(ORDERS, "orders");
        host.bridge(CARTS, "carts");
        host.start("t1");

        assertThat(host.networks.spoof(CARTS, "+net_raw", orders, host.port, 200, "spoofed")).isTrue();

        EcsHost.patiently().until(() -> host.books("orders").getLong("received", 0L) == 200 && settled("orders"));
        assertThat(shed("orders", "rate_limit")).isGreaterThan(100);
        assertThat(host.arrived()).isNotEmpty().allMatch(segment -> segment.equals("spoofed by orders"));
        assertThat(host.sts.forms()).isNotEmpty()
                .allSatisfy(form -> assertThat(form.get("Policy")).contains("xray:PutTraceSegments")
                        .doesNotContain("BatchGetTraces", "GetTraceSummaries", "\"*\"]"));
        assertThat(host.workloads())
                .allSatisfy(any -> assertThat(((JsonObject) any).getString("trust")).isEqualTo("B"));
    }

    @Test
    void T1_without_raw_sockets_a_neighbour_cannot_spoof() {
        host.tenant("orders");
        var orders = host.bridge(ORDERS, "orders");
        host.networks.add(OTHER);
        host.start("t1-raw");

        assertThat(host.networks.spoof(OTHER, "+net_bind_service", orders, host.port, 5, "spoofed")).isFalse();

        host.send(ORDERS, 1, "orders");
        EcsHost.patiently().until(() -> host.delivered("orders") == 1);
        assertThat(host.arrived()).containsExactly("orders by orders");
    }

    @Test
    void T1_an_address_that_a_neighbour_configures_too_is_refused_for_both() {
        host.tenant("orders").tenant("carts");
        var orders = host.bridge(ORDERS, "orders");
        host.bridge(CARTS, "carts");
        host.networks.alias(CARTS, orders);
        host.start("t1-alias");

        host.send(ORDERS, 5, "orders");

        EcsHost.patiently().until(() -> host.rejected("ambiguous_source") == 5);
        assertThat(host.arrived()).isEmpty();
    }

    @Test
    void T2_on_a_filtering_bridge_no_task_can_use_the_address_of_an_awsvpc_task() {
        host.tenant("orders").tenant("carts");
        var orders = host.networks.addApart(ORDERS);
        host.awsvpc(ORDERS, "orders", orders);
        host.awsvpc(CARTS, "carts");
        host.networks.filter(true);
        host.start("t2");

        assertThat(host.networks.spoof(CARTS, "+net_raw", orders, host.port, 5, "spoofed")).isTrue();
        host.send(CARTS, 1, "carts");
        host.send(ORDERS, 1, "orders");

        EcsHost.patiently().until(() -> host.delivered("carts") == 1 && host.delivered("orders") == 1);
        assertThat(host.arrived()).containsExactlyInAnyOrder("carts by carts", "orders by orders");
        assertThat(host.log()).doesNotContain("Bridge " + host.networks.bridge());
    }

    @Test
    void T2_a_bridge_without_filter_causes_a_warning_at_start() {
        host.tenant("orders");
        host.networks.filter(false);
        host.start("t2-warns");

        EcsHost.patiently()
                .until(() -> host.log()
                        .contains("Bridge " + host.networks.bridge() + " takes packets with any source"));
        assertThat(host.log()).contains("sysctl -w net.ipv4.conf." + host.networks.bridge() + ".rp_filter=1");
    }

    @Test
    void T3_an_address_reused_within_a_second_belongs_to_the_new_task_from_its_first_segment() {
        host.tenant("orders").tenant("carts");
        var address = host.awsvpc(ORDERS, "orders");
        host.start("t3");
        host.send(ORDERS, 5, "first");
        EcsHost.patiently().until(() -> host.delivered("orders") == 5);

        host.agent.awsvpc(EcsHost.id(ORDERS), "orders", "STOPPED", "STOPPED", address);
        host.ecs.task(EcsHost.described(ORDERS, "orders", address).put("desiredStatus", "STOPPED"));
        host.awsvpc(CARTS, "carts", address);
        host.send(ORDERS, 5, "second");

        EcsHost.patiently().until(() -> host.delivered("carts") == 5);
        assertThat(host.arrived()).hasSize(10)
                .allMatch(segment -> segment.equals("first by orders") || segment.equals("second by carts"));
    }

    @Test
    void T4_segments_sent_before_ECS_knows_the_task_wait_and_go_to_its_tenant() {
        host.tenant("orders").tenant("carts");
        var orders = host.networks.add(ORDERS);
        host.agent.awsvpc(EcsHost.id(ORDERS), "orders", "PENDING", "RUNNING", orders);
        host.ecs.task(EcsHost.described(ORDERS, "orders"));
        host.start("t4");

        host.send(ORDERS, 5, "early");
        EcsHost.patiently()
                .until(() -> host.metrics().lines().anyMatch(line -> line.matches("tracegate_held_bytes [1-9].*")));
        host.ecs.task(EcsHost.described(ORDERS, "orders", orders));

        EcsHost.patiently().until(() -> host.delivered("orders") == 5);
        assertThat(host.arrived()).hasSize(5).containsOnly("early by orders");
        assertThat(host.books("unattributed").isEmpty()).isTrue();
    }

    @Test
    void T4_a_refused_sender_is_polled_again_within_a_second() {
        host.tenant("orders");
        var orders = host.networks.add(ORDERS);
        host.start("t4-again");
        host.send(ORDERS, 1, "too early");
        EcsHost.patiently().until(() -> host.rejected("unknown_source") == 1);

        host.awsvpc(ORDERS, "orders", orders);

        EcsHost.patiently().until(() -> {
            host.send(ORDERS, 1, "again");
            return host.delivered("orders") > 0;
        });
        assertThat(host.arrived()).containsOnly("again by orders");
    }

    @Test
    void T5_a_forged_list_and_the_content_of_a_segment_identify_no_sender() {
        host.tenant("orders").tenant("carts");
        host.awsvpc(CARTS, "carts");
        var attacker = host.networks.add(OTHER);
        // the list of an attacker on the agent's port: a task unknown to ECS and one of another instance
        host.agent.awsvpc(SEVEN, "orders", "RUNNING", "RUNNING", attacker);
        host.agent.awsvpc(EcsHost.id(ORDERS), "orders", "RUNNING", "RUNNING", attacker);
        host.ecs.task(EcsHost.described(ORDERS, "orders", "10.9.9.9"));
        host.start("t5");
        var claim = "{\"aws\":{\"ecs\":{\"container_arn\":\"" + FakeAgent.arn(EcsHost.id(ORDERS))
                + "\"}},\"annotations\":{\"tenant\":\"orders\"}}";

        host.send(OTHER, 3, claim);
        host.send(CARTS, 3, claim);

        EcsHost.patiently()
                .until(() -> host.delivered("carts") == 3
                        && host.books("unattributed").getLong("received", 0L) == 3);
        assertThat(host.arrived()).hasSize(3).containsOnly(claim + " by carts");
    }

    @Test
    void T6_a_task_with_a_role_outside_the_allowed_list_has_no_tenant() {
        var good = "arn:aws:iam::111122223333:role/apps/web";
        host.entry("apps", "taskRole: {allow: [{account: \"111122223333\", pathPrefix: /apps/}]}");
        host.sts.role(good, new FakeSts.Role(null, Map.of("xgw-tenant", "apps", "xgw-cluster", "prod"), "xgw-apps"));
        host.sts.role("arn:aws:iam::111122223333:role/admin", new FakeSts.Role(null, null, null));
        task(ORDERS, good);
        task(CARTS, "arn:aws:iam::111122223333:role/admin");
        task(OTHER, "arn:aws:iam::999999999999:role/apps/web");
        host.start("t6");

        host.send(ORDERS, 2, "good");
        host.send(CARTS, 2, "bad");
        host.send(OTHER, 2, "bad");

        EcsHost.patiently().until(() -> host.delivered("apps@" + good) == 2 && host.rejected("no_tenant") == 4);
        assertThat(host.arrived()).containsExactly("good by web", "good by web");
        assertThat(host.sts.forms()).extracting(form -> form.get("RoleArn")).containsOnly(good);
    }

    private void task(int number, String role) {
        var address = host.networks.add(number);
        host.agent.awsvpc(EcsHost.id(number), "apps", "RUNNING", "RUNNING", address);
        host.ecs.task(EcsHost.described(number, "apps", address)
                .put("overrides", new JsonObject().put("taskRoleArn", role)));
    }

    @Test
    void T8_a_sender_in_host_mode_has_no_tenant_without_the_source_host() throws IOException {
        host.tenant("orders");
        host.awsvpc(ORDERS, "orders");
        host.start("t8");
        var datagram = "{\"format\":\"json\",\"version\":1}\nhost".getBytes(StandardCharsets.UTF_8);

        try (var socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(datagram, datagram.length, gateway()));
        }

        EcsHost.patiently().until(() -> host.rejected("unknown_source") == 1);
        assertThat(host.explain(host.networks.gateway())).startsWith("unknown_source: ");
    }

    @Test
    void T8_a_port_already_bound_by_a_task_ends_the_gateway_at_once() throws IOException {
        host.tenant("orders");
        try (var squatter = new DatagramSocket(gateway())) {
            var gateway = host.launch("t8-squatter");

            assertThat(gateway.waitFor()).isNotZero();
            assertThat(gateway.log()).contains("listen udp " + host.networks.gateway() + ":" + squatter.getLocalPort()
                    + ": bind: address already in use");
        }
    }

    private InetSocketAddress gateway() {
        return new InetSocketAddress(InetAddress.ofLiteral(host.networks.gateway()), host.port);
    }

    @Test
    void T10_a_tenant_over_its_limit_and_unknown_senders_do_not_affect_others() {
        host.tenant("orders").tenant("carts", "limits: {segmentsPerSecond: 10}");
        host.awsvpc(ORDERS, "orders");
        host.awsvpc(CARTS, "carts");
        host.networks.add(OTHER);
        host.start("t10");

        for (int round = 0; round < 5; round++) {
            host.send(CARTS, 100, "carts");
            host.send(OTHER, 100, "stranger");
            host.send(ORDERS, 20, "orders");
        }

        EcsHost.patiently()
                .until(() -> host.delivered("orders") == 100 && settled("carts")
                        && host.books("unattributed").getLong("received", 0L) == 500);
        assertThat(host.books("orders").getJsonObject("shed").isEmpty()).isTrue();
        assertThat(host.books("carts").getLong("received")).isEqualTo(500);
        assertThat(shed("carts", "rate_limit")).isPositive();
        assertThat(host.arrived()).allMatch(
                segment -> segment.equals("orders by orders") || segment.equals("carts by carts"));
    }

    @Test
    void T12_only_the_two_sampling_calls_are_signed_for_the_tenant_of_the_caller() {
        host.tenant("orders").tenant("carts");
        host.awsvpc(ORDERS, "orders");
        host.networks.add(OTHER);
        host.start("t12");
        EcsHost.patiently().until(() -> host.networks.post(ORDERS, host.port, "/SamplingTargets").equals("200"));
        int signed = host.xray.calls().size();

        for (var path : new String[]{"/TraceSegments", "/TelemetryRecords", "/TraceSummaries", "/SamplingTargets/x",
                "/GetSamplingRules/../TraceSummaries", "/CreateSamplingRule", "/"}) {
            assertThat(host.networks.post(ORDERS, host.port, path)).as(path).isEqualTo("403");
        }
        assertThat(host.networks.post(ORDERS, host.port, "/SamplingTargets", 2_000_000)).isEqualTo("413");
        assertThat(host.networks.post(OTHER, host.port, "/SamplingTargets")).isEqualTo("403");

        assertThat(host.xray.calls()).hasSize(signed).extracting(EcsHost::roleOf).containsOnly("orders");
    }

    @Test
    void T17_a_sender_outside_the_host_has_no_tenant_and_causes_no_call_to_AWS() {
        host.tenant("orders");
        host.awsvpc(ORDERS, "orders");
        host.networks.addApart(OTHER);
        host.start("t17");
        host.send(ORDERS, 1, "orders");
        EcsHost.patiently().until(() -> host.delivered("orders") == 1);
        int asked = host.ecs.calls().size();

        host.send(OTHER, 300, "from afar");

        EcsHost.patiently().until(() -> host.rejected("unknown_source") == 300);
        assertThat(host.ecs.calls()).hasSize(asked);
        assertThat(host.sts.forms()).hasSize(1);
        assertThat(host.arrived()).containsExactly("orders by orders");
    }

    private long shed(String tenant, String reason) {
        return host.books(tenant).getJsonObject("shed", new JsonObject()).getLong(reason, 0L);
    }

    private boolean settled(String tenant) {
        var page = host.books(tenant);
        return page.getLong("queued", 0L) + page.getLong("inFlight", 0L) == 0;
    }
}
