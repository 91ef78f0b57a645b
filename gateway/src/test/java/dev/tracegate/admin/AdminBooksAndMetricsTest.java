package dev.tracegate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.admin.auth.AdminAuthorization;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.TenantId;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers of {@code /v1/books}, with and without a token, and of {@code /metrics}. */
class AdminBooksAndMetricsTest extends AdminServerSetup {
    @Test
    void the_books_are_listed_by_tenant() {
        books.rejected(TenantId.DEFAULT, RejectReason.MISSING_HEADER);

        var response = get(started(), "/v1/books");

        assertThat(response.statusCode()).isEqualTo(200);
        var page = new JsonObject(response.body()).getJsonObject("tenants").getJsonObject("default");
        assertThat(page.getLong("received")).isEqualTo(1);
        assertThat(page.getLong("imbalance")).isZero();
        assertThat(page.getJsonObject("rejected")).isEqualTo(new JsonObject().put("missing_header", 1));
        assertThat(page.getJsonObject("shed")).isEqualTo(new JsonObject());
    }

    @Test
    void the_books_require_the_bearer_token() {
        access = new AdminAuthorization.Bearer("a-token-of-good-length");
        var uri = uri(started(), "/v1/books");

        var without = send(HttpRequest.newBuilder(uri));
        var wrong = send(HttpRequest.newBuilder(uri).header("Authorization", "Bearer a-token-of-good-lengtH"));
        var right = send(HttpRequest.newBuilder(uri).header("Authorization", "Bearer a-token-of-good-length"));

        var lower = send(HttpRequest.newBuilder(uri).header("Authorization", "bearer a-token-of-good-length"));
        var bare = send(HttpRequest.newBuilder(uri).header("Authorization", "a-token-of-good-length"));

        assertThat(List.of(without.statusCode(), wrong.statusCode(), bare.statusCode())).containsOnly(401);
        assertThat(List.of(right.statusCode(), lower.statusCode())).containsOnly(200);
        assertThat(without.headers().firstValue("www-authenticate")).contains("Bearer");
        assertThat(access.toString()).doesNotContain("good");
    }

    @Test
    void on_a_shared_loopback_the_books_are_closed_without_a_configured_token() {
        access = new AdminAuthorization.Closed();
        var at = started();

        assertThat(get(at, "/v1/books").statusCode()).isEqualTo(403);
        assertThat(get(at, "/v1/books").body()).contains("listen.adminTokenFile");
        assertThat(get(at, "/v1/anything").statusCode()).isEqualTo(403);
        assertThat(get(at, "/health/live").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"text/plain | PROMETHEUS | text/plain; version=0.0.4; charset=utf-8",
            "*/* | PROMETHEUS | text/plain; version=0.0.4; charset=utf-8",
            "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;q=0.1 | OPEN_METRICS | application/openmetrics-text; version=1.0.0; charset=utf-8"})
    void metrics_are_returned_in_the_accepted_format(String accept, String form, String contentType) {
        var uri = uri(started(), "/metrics");

        var response = send(HttpRequest.newBuilder(uri).header("Accept", accept));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains(contentType);
        assertThat(response.body()).isEqualTo("page in " + form);
    }
}
