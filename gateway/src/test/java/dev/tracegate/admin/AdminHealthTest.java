package dev.tracegate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.admin.read.ReadinessCheck;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The answers of {@code /health/live} and {@code /health/ready}. */
class AdminHealthTest extends AdminServerSetup {
    @Test
    void liveness_is_reported_as_json_that_is_not_cached() {
        var response = get(started(), "/health/live");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        assertThat(response.headers().firstValue("cache-control")).contains("no-store");
        assertThat(new JsonObject(response.body())).isEqualTo(new JsonObject().put("status", "live"));
    }

    @Test
    void is_ready_if_every_check_passes() {
        checks.add(check("udp", null));
        checks.add(check("credentials", null));

        var response = get(started(), "/health/ready");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(response.body())).isEqualTo(new JsonObject().put("status", "ready")
                .put("checks", new JsonArray().add(new JsonObject().put("name", "udp").put("ok", true))
                        .add(new JsonObject().put("name", "credentials").put("ok", true))));
    }

    @Test
    void is_not_ready_if_one_check_fails_and_reports_its_reason() {
        checks.add(check("udp", null));
        checks.add(check("credentials", "none found in the \"default\" chain"));

        var response = get(started(), "/health/ready");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(response.body())).isEqualTo(new JsonObject().put("status", "not_ready")
                .put("checks", new JsonArray().add(new JsonObject().put("name", "udp").put("ok", true))
                        .add(new JsonObject().put("name", "credentials")
                                .put("ok", false)
                                .put("reason", "none found in the \"default\" chain"))));
    }

    @Test
    void a_check_that_throws_counts_as_failed_and_the_other_checks_still_run() {
        checks.add(new ReadinessCheck() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public Optional<String> problem() {
                throw new IllegalStateException("bug");
            }
        });
        checks.add(check("udp", null));

        var response = get(started(), "/health/ready");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(response.body()).getJsonArray("checks")).hasSize(2)
                .element(0)
                .isEqualTo(new JsonObject().put("name", "broken")
                        .put("ok", false)
                        .put("reason", "the check itself failed: java.lang.IllegalStateException: bug"));
    }

    private static ReadinessCheck check(String name, @org.jspecify.annotations.Nullable String problem) {
        return new ReadinessCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<String> problem() {
                return Optional.ofNullable(problem);
            }
        };
    }
}
