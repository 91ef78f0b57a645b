package dev.tracegate.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.testkit.FakeXRay;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as a process on a container instance sends the segments of each task with the role of its tenant. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class GatewayTenancyIT {
    private static final int ORDERS = 2;
    private static final int CARTS = 3;
    private static final int STRANGER = 4;

    @TempDir
    private Path folder = Path.of("");
    private EcsHost host;

    @BeforeEach
    void make() {
        host = new EcsHost(folder).tenant("orders").tenant("carts");
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void segments_of_each_task_are_signed_with_the_key_of_its_tenant() {
        host.awsvpc(ORDERS, "orders");
        host.awsvpc(CARTS, "carts");
        host.networks.add(STRANGER);
        host.start("keys");

        host.send(ORDERS, 60, "orders");
        host.send(CARTS, 70, "carts");
        host.send(STRANGER, 7, "stranger");

        EcsHost.patiently()
                .until(() -> host.delivered("orders") == 60 && host.delivered("carts") == 70
                        && host.rejected("unknown_source") == 7);
        assertThat(host.arrived()).hasSize(130)
                .satisfies(all -> assertThat(Collections.frequency(all, "orders by orders")).isEqualTo(60))
                .satisfies(all -> assertThat(Collections.frequency(all, "carts by carts")).isEqualTo(70));
        assertBalanced();
    }

    @Test
    void the_admin_api_shows_senders_with_reasons_and_no_secrets() throws IOException {
        var orders = host.awsvpc(ORDERS, "orders");
        var stranger = host.networks.add(STRANGER);
        host.start("seen");
        host.send(ORDERS, 1, "orders");
        EcsHost.patiently().until(() -> host.delivered("orders") == 1);

        assertThat(host.workloads()).singleElement().satisfies(any -> {
            var workload = (JsonObject) any;
            assertThat(workload.getMap()).containsEntry("source", orders)
                    .containsEntry("tenant", "orders")
                    .containsEntry("service", "orders")
                    .containsEntry("trust", "A");
            assertThat(workload.getJsonObject("credentials").getMap()).containsEntry("state", "valid")
                    .containsEntry("expires", "2126-01-01T00:00:00Z");
        });
        assertThat(host.explain(orders + ":40000")).startsWith("tenant orders's: ")
                .contains("introspection: ", "trust A");
        assertThat(host.explain(stranger)).startsWith("unknown_source: ");
        assertThat(host.log()).contains("Source " + orders + " is tenant orders's");
        assertThat(host.log() + host.get("/v1/workloads") + host.metrics()).doesNotContain("issued-secret", "id-orders",
                "own-secret", "token-1");
    }

    @Test
    void sampling_calls_are_signed_for_the_tenant_of_the_caller() {
        host.awsvpc(ORDERS, "orders");
        host.networks.add(STRANGER);
        host.start("sampling");

        EcsHost.patiently().until(() -> host.networks.post(ORDERS, host.port, "/GetSamplingRules").equals("200"));

        assertThat(host.networks.post(STRANGER, host.port, "/GetSamplingRules")).isEqualTo("403");
        EcsHost.patiently()
                .until(() -> host.xray.calls().stream().anyMatch(call -> call.path().equals("/GetSamplingRules")));
        assertThat(host.xray.calls()).extracting(EcsHost::roleOf).containsOnly("orders");
        assertThat(host.xray.calls()).extracting(FakeXRay.Call::path).containsOnly("/GetSamplingRules");
    }

    private void assertBalanced() {
        assertThat(host.allBooks().stream().map(page -> (JsonObject) page.getValue()))
                .allSatisfy(page -> assertThat(page.getLong("imbalance")).isZero());
    }
}
