package dev.tracegate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.admin.http.AdminRequest;
import dev.tracegate.admin.http.AdminResponse;
import dev.tracegate.admin.read.ExplainSourceHandler;
import dev.tracegate.admin.read.ListWorkloadsHandler;
import dev.tracegate.admin.read.WorkloadView;
import dev.tracegate.tenant.CredentialState;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityHandlersTest {
    private static AdminRequest request(String source) {
        return new AdminRequest("", Map.of(), Map.of("source", source));
    }

    private static AdminResponse.Content content(Future<AdminResponse> response) {
        return response.result().content("/v1");
    }

    @Test
    void workloads_are_listed_with_their_tenant_or_the_reason_of_the_refusal() {
        var known = new WorkloadView("10.0.0.1", "arn:task", "prod", "orders", null, "orders", null, "A", "e1",
                Duration.ofMillis(1_500), new CredentialState.Denied("role x: AccessDenied", Instant.EPOCH));
        var ambiguous = new WorkloadView("10.0.0.2", null, null, null, null, null, "ambiguous_source", null, null,
                Duration.ZERO, null);

        var page = content(new ListWorkloadsHandler(() -> List.of(known, ambiguous))
                .handle(new AdminRequest("", Map.of(), Map.of())));

        var workloads = new JsonObject(page.body()).getJsonArray("workloads");
        assertThat(page.status()).isEqualTo(200);
        assertThat(workloads.getJsonObject(0).getMap()).containsEntry("tenant", "orders")
                .containsEntry("trust", "A")
                .containsEntry("secondsSinceSeen", 1.5);
        assertThat(workloads.getJsonObject(0).getJsonObject("credentials").getMap()).containsEntry("state", "denied")
                .containsEntry("expires", null)
                .containsEntry("problem", "role x: AccessDenied");
        assertThat(workloads.getJsonObject(1).getMap()).containsEntry("refused", "ambiguous_source")
                .containsEntry("tenant", null);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1,10.0.0.1,0", "10.0.0.1:40000,10.0.0.1,40000", "fd00::7,fd00:0:0:0:0:0:0:7,0",
            "[fd00::7],fd00:0:0:0:0:0:0:7,0", "[fd00::7]:40000,fd00:0:0:0:0:0:0:7,40000"})
    void an_address_is_explained_with_or_without_a_port(String source, String address, int port) {
        var page = new ExplainSourceHandler(
                sender -> List.of("first " + sender.getAddress().getHostAddress(), "port " + sender.getPort()))
                .handle(request(source));

        assertThat(page.result()).isEqualTo(AdminResponse.text(200, "first " + address + "\nport " + port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "10.0.0", "10.0.0.1:port", "999.0.0.1", "example.com:1", "[fd00::7",
            "10.0.0.1:70000"})
    void a_host_name_is_refused_without_a_name_lookup(String source) {
        assertThat(content(new ExplainSourceHandler(ip -> List.of()).handle(request(source))).status()).isEqualTo(400);
    }
}
