package dev.tracegate.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tracegate.aws.AwsClients;
import dev.tracegate.aws.settings.AwsSettings;
import dev.tracegate.aws.settings.Clocks;
import dev.tracegate.budget.ByteBudget;
import dev.tracegate.dispatch.SendOutcome;
import dev.tracegate.flow.Batch;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.CredentialState;
import dev.tracegate.tenant.Limits;
import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.RoleArn;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantCredentials.AssumedRole;
import dev.tracegate.tenant.TenantCredentials.Marks;
import dev.tracegate.tenant.TenantDirectory;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.FakeXRay;
import dev.tracegate.testkit.OnLoop;
import dev.tracegate.testkit.SigV4;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tenants' roles by an STS that others wrote: what our own fake takes for AssumeRole's wire format is that of moto too. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class MotoStsIT {
    private static final String OWN_KEY = "AKIAOWN";

    private final Vertx vertx = Vertx.vertx();
    private final FakeXRay xray = FakeXRay.start(vertx);
    private final String url = "http://127.0.0.1:" + Ports.free();
    private Running moto;
    private AwsClients edge;

    @BeforeEach
    void start() {
        var server = PythonVenv.ready("moto-venv", "moto-requirements.txt").bin().resolve("moto_server");
        moto = Command.of(server.toString(), "-H", "127.0.0.1", "-p", String.valueOf(URI.create(url).getPort()))
                .start("moto")
                .awaitReady(() -> status(url + "/moto-api/") == 200);
        var settings = new AwsSettings("eu-west-1", URI.create(xray.url()), null, "", true, null, true, 8,
                Duration.ofSeconds(10), "1.2.3",
                new TenantDirectory(Registry.of(List.of(tenant("orders"), tenant("carts")))));
        edge = OnLoop.await(AwsClients.open(vertx, settings,
                Map.of("AWS_ACCESS_KEY_ID", OWN_KEY, "AWS_SECRET_ACCESS_KEY", "secret", "AWS_ENDPOINT_URL_STS", url,
                        "AWS_EC2_METADATA_DISABLED", "true"),
                new Clocks(InstantSource.system(), System::nanoTime, new Random(1)), (path, from) -> {},
                new ByteBudget(4 << 20)));
    }

    @AfterEach
    void stop() {
        OnLoop.await(edge.stop());
        moto.kill();
        xray.close();
        vertx.close().await();
    }

    @Test
    void each_tenant_sends_with_its_session_from_moto() {
        send("orders");
        send("carts");

        var calls = xray.calls();
        assertThat(calls).hasSize(2).allSatisfy(call -> {
            assertThat(call.headers().get("X-Amz-Security-Token")).isNotBlank();
            assertThat(SigV4.Claim.of(call.headers()).keyId()).startsWith("ASIA").isNotEqualTo(OWN_KEY);
        });
        assertThat(calls).extracting(call -> SigV4.Claim.of(call.headers()).keyId()).doesNotHaveDuplicates();
        assertThat(Stream.of("orders", "carts").map(TenantId::new).map(edge::credentialState))
                .allSatisfy(state -> assertThat(state).isInstanceOfSatisfying(CredentialState.Present.class,
                        present -> assertThat(present.expiry()).isBetween(Instant.now().plusSeconds(3_000),
                                Instant.now().plusSeconds(3_601))));
    }

    /** Retries while the first credentials are being fetched, like the dispatcher. */
    private void send(String tenant) {
        var document = tenant.getBytes(StandardCharsets.UTF_8);
        var segment = new Segment(Envelope.UNREADABLE, document, new InetSocketAddress("127.0.0.1", 1), 0);
        var batch = Batch.of(new TenantId(tenant), List.of(segment));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> OnLoop.call(vertx, () -> edge.sink().send(batch)),
                        outcome -> outcome instanceof SendOutcome.Answered);
    }

    private static Tenant tenant(String name) {
        var role = RoleArn.parse("arn:aws:iam::123456789012:role/xray-gateway/" + name).orElseThrow();
        return new Tenant(new TenantId(name), Limits.NONE, List.of(), List.of(), List.of(),
                new AssumedRole(role, "id-" + name, Marks.ALL), null);
    }

    private static int status(String url) throws IOException {
        var connection = (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }
}
