package dev.tracegate.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tracegate.aws.settings.AwsSettings;
import dev.tracegate.aws.settings.AwsSetupException;
import dev.tracegate.aws.settings.Clocks;
import dev.tracegate.aws.xray.TelemetryCounts;
import dev.tracegate.budget.ByteBudget;
import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.ingest.tcp.ApiCall;
import dev.tracegate.tenant.CredentialState;
import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.TenantDirectory;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.FakeMetadata;
import dev.tracegate.testkit.FakeSts;
import dev.tracegate.testkit.FakeXRay;
import dev.tracegate.testkit.OnLoop;
import dev.tracegate.testkit.SigV4;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class AwsClientsTest {
    private static final Clocks GIVEN = new Clocks(InstantSource.system(), System::nanoTime,
            new Random(1));

    @Test
    void uploads_relays_and_reports_with_an_assumed_role(Vertx vertx) {
        try (var xray = FakeXRay.start(vertx).requireSignature(FakeSts.SECRET);
                var sts = FakeSts.start(vertx, Instant.parse("2126-01-01T00:00:00Z"));
                var metadata = FakeMetadata.start(vertx)
                        .serve("/v4/x/task", "{\"TaskARN\":\"arn:aws:ecs:eu-west-1:123456789012:task/c/t\"}")
                        .serve("/latest/meta-data/hostname", "ip-10-0-0-1")) {
            var env = AwsGiven.variables("AWS_ACCESS_KEY_ID", "AKIAENV", "AWS_SECRET_ACCESS_KEY", "s",
                    "AWS_ENDPOINT_URL_STS", sts.url(), "ECS_CONTAINER_METADATA_URI_V4", metadata.url() + "/v4/x",
                    "AWS_EC2_METADATA_DISABLED", "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.url(),
                    "AWS_INSTANCE_ID", "i-env");
            var edge = open(vertx, settings(null, xray.url(), "arn:aws:iam::123456789012:role/xray", false), env);
            edge.reportTelemetry(() -> new TelemetryCounts(1, 1, 0, 0));

            var outcome = OnLoop.call(vertx, () -> edge.sink().send(AwsGiven.batch("{}")));
            var reply = OnLoop.call(vertx, () -> edge.relay(TenantId.DEFAULT).answer(rulesCall()));

            assertThat(edge.region()).isEqualTo("eu-west-1");
            assertThat(edge.endpoint()).isEqualTo(URI.create(xray.url()));
            assertThat(outcome).isInstanceOf(Answered.class);
            assertThat(reply.body().toString()).isEqualTo(FakeXRay.RULES);
            assertThat(SigV4.Claim.of(xray.lastCall().headers()).region()).isEqualTo("eu-west-1");
            assertThat(xray.lastCall().headers().get("X-Amz-Security-Token")).isEqualTo("token-1");
            assertThat(edge.credentialState()).isInstanceOfSatisfying(CredentialState.Present.class,
                    present -> assertThat(present.keyId()).isEqualTo("ASIA****0001"));
            OnLoop.await(edge.stop());
            assertThat(xray.lastCall().path()).isEqualTo("/TelemetryRecords");
            var telemetry = xray.lastCall().body().toJsonObject();
            assertThat(telemetry.getString("Hostname")).isEqualTo("ip-10-0-0-1");
            assertThat(telemetry.getString("EC2InstanceId")).isEqualTo("i-env");
            assertThat(xray.lastCall().headers().contains("X-Amzn-Xray-Timestamp")).isTrue();
        }
    }

    @Test
    void starts_without_credentials_and_reports_them_missing(Vertx vertx) {
        try (var xray = FakeXRay.start(vertx)) {
            var edge = open(vertx, settings("us-west-2", xray.url(), null, true), AwsGiven.variables());

            await().untilAsserted(() -> assertThat(edge.credentialState()).isInstanceOfSatisfying(
                    CredentialState.Missing.class,
                    missing -> assertThat(missing.error()).contains("no credentials found", "AWS_ACCESS_KEY_ID")));
            OnLoop.await(edge.stop());
        }
    }

    @Test
    void does_not_open_without_a_region(Vertx vertx) {
        assertThatThrownBy(() -> open(vertx, settings(null, null, null, true), AwsGiven.variables()))
                .isInstanceOf(AwsSetupException.class)
                .hasMessage(RegionSearch.NOT_FOUND);
    }

    @Test
    void uses_the_regional_endpoint_if_none_is_configured(Vertx vertx) {
        var edge = open(vertx, settings("cn-north-1", null, null, true), AwsGiven.variables());

        assertThat(edge.endpoint()).isEqualTo(URI.create("https://xray.cn-north-1.amazonaws.com.cn"));
        OnLoop.await(edge.stop());
    }

    private static AwsClients open(Vertx vertx, AwsSettings settings, Map<String, String> env) {
        return OnLoop.await(AwsClients.open(vertx, settings, env, GIVEN, (path, from) -> {}, new ByteBudget(4 << 20)));
    }

    private static AwsSettings settings(String region, String endpoint, String role, boolean localMode) {
        return new AwsSettings(region, endpoint == null ? null : URI.create(endpoint), role, "", localMode, null, true,
                8,
                AwsGiven.LONG, "1.2.3", new TenantDirectory(Registry.of(List.of())));
    }

    private static ApiCall rulesCall() {
        return new ApiCall("POST", "/GetSamplingRules", MultiMap.caseInsensitiveMultiMap(), Buffer.buffer("{}"),
                SocketAddress.inetSocketAddress(1, "127.0.0.1"));
    }
}
