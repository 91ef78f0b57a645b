package dev.tracegate.aws.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tracegate.aws.AwsClients;
import dev.tracegate.aws.AwsGiven;
import dev.tracegate.aws.settings.AwsSettings;
import dev.tracegate.aws.settings.AwsSetupException;
import dev.tracegate.aws.settings.Clocks;
import dev.tracegate.aws.xray.TelemetryCounts;
import dev.tracegate.budget.ByteBudget;
import dev.tracegate.dispatch.SendOutcome;
import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.dispatch.SendOutcome.NotSent;
import dev.tracegate.flow.Batch;
import dev.tracegate.ingest.tcp.ApiCall;
import dev.tracegate.ingest.tcp.ApiReply;
import dev.tracegate.tenant.CredentialState;
import dev.tracegate.tenant.Limits;
import dev.tracegate.tenant.Match;
import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.RoleArn;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantCredentials;
import dev.tracegate.tenant.TenantCredentials.Allowed;
import dev.tracegate.tenant.TenantCredentials.AssumedRole;
import dev.tracegate.tenant.TenantCredentials.Marks;
import dev.tracegate.tenant.TenantCredentials.TaskRole;
import dev.tracegate.tenant.TenantDirectory;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.FakeMetadata;
import dev.tracegate.testkit.FakeSts;
import dev.tracegate.testkit.FakeSts.Refusal;
import dev.tracegate.testkit.FakeSts.Role;
import dev.tracegate.testkit.FakeXRay;
import dev.tracegate.testkit.OnLoop;
import dev.tracegate.testkit.SigV4;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** All AWS clients of a gateway with tenants: the SDK's STS client against the fake STS, and a fake X-Ray that checks every signature. */
@ExtendWith(VertxExtension.class)
class TenantAwsClientsTest {
    private static final String OWN_KEY = "AKIAENV";
    private final List<AwsClients> clients = new ArrayList<>();
    private Vertx vertx;
    private FakeXRay xray;
    private FakeSts sts;
    private FakeMetadata metadata;

    @BeforeEach
    void start(Vertx vertx) {
        this.vertx = vertx;
        xray = FakeXRay.start(vertx).requireSignature(FakeSts.SECRET);
        sts = FakeSts.start(vertx, Instant.parse("2126-01-01T00:00:00Z"));
        metadata = FakeMetadata.start(vertx)
                .serve("/v4/x/task", "{\"Cluster\":\"arn:aws:ecs:eu-west-1:111122223333:cluster/prod\"}");
    }

    @AfterEach
    void stop() {
        clients.forEach(client -> OnLoop.await(client.stop()));
        metadata.close();
        sts.close();
        xray.close();
    }

    @Test
    void each_batch_is_signed_with_the_key_of_its_tenant() {
        var names = IntStream.range(0, 50).mapToObj(i -> "tenant-" + i).toList();
        names.forEach(this::trust);
        var client = open(names.stream().map(name -> roleTenant(name, null)).toList());

        for (int round = 0; round < 3; round++) {
            names.forEach(name -> assertThat(send(client, name)).isInstanceOf(Answered.class));
        }

        assertThat(xray.calls()).hasSize(150).allSatisfy(call -> {
            var sender = call.body().toJsonObject().getJsonArray("TraceSegmentDocuments").getString(0);
            assertThat(keyOf(call)).matches("ASIA-" + sender + "-\\d+");
        });
        assertThat(sts.forms()).hasSize(50);
    }

    @Test
    void a_denial_by_STS_for_one_of_fifty_tenants_does_not_affect_the_others() {
        var names = IntStream.range(0, 50).mapToObj(i -> "tenant-" + i).toList();
        names.stream().filter(name -> !name.equals("tenant-7")).forEach(this::trust);
        var client = open(names.stream().map(name -> roleTenant(name, null)).toList());

        var outcomes = names.stream().map(name -> send(client, name)).toList();

        for (int i = 0; i < 50; i++) {
            if (i == 7) {
                assertThat(outcomes.get(i)).isInstanceOfSatisfying(Failed.class, failed -> {
                    assertThat(failed.cause()).isEqualTo(Cause.ACCESS_DENIED);
                    assertThat(failed.message()).contains("role/xray-gateway/tenant-7", "trust policy");
                });
            } else {
                assertThat(outcomes.get(i)).isInstanceOf(Answered.class);
            }
        }
        assertThat(client.credentialState(new TenantId("tenant-7"))).isInstanceOf(CredentialState.Denied.class);
        assertThat(client.credentialState(new TenantId("tenant-8"))).isInstanceOf(CredentialState.Present.class);
        assertThat(client.credentialState()).as("the gateway stays ready").isInstanceOf(CredentialState.Present.class);
        assertThat(xray.documents()).hasSize(49).doesNotContain("tenant-7");
    }

    @Test
    void T6_batches_without_a_current_tenant_are_not_sent_with_any_credentials() {
        xray.requireSignature("s");
        var client = open(List.of(tenant("own", new TenantCredentials.Own(), null),
                tenant("mute", TenantCredentials.UNDECLARED, null),
                apps()));

        for (var name : List.of("gone", "default", "mute", "apps", "own@" + arn("x"), "apps@" + arn("x"))) {
            assertThat(send(client, name)).as(name)
                    .isInstanceOfSatisfying(Failed.class,
                            failed -> assertThat(failed.cause()).isEqualTo(Cause.ACCESS_DENIED));
            assertThat(relay(client, name).status()).isEqualTo(403);
        }
        assertThat(xray.calls()).isEmpty();
        assertThat(sts.forms()).isEmpty();
        assertThat(send(client, "own")).isInstanceOf(Answered.class);
        assertThat(keyOf(xray.lastCall())).isEqualTo(OWN_KEY);
    }

    @Test
    void segments_of_a_task_are_sent_with_the_role_of_the_task() {
        var role = "arn:aws:iam::111122223333:role/apps/cart";
        sts.role(role, new Role(null, Map.of("xgw-tenant", "apps", "xgw-cluster", "prod"), "xgw-apps"));
        var client = open(List.of(apps()));

        assertThat(send(client, "apps@" + role)).isInstanceOf(Answered.class);
        assertThat(keyOf(xray.lastCall())).startsWith("ASIA-cart-");
    }

    @Test
    void segments_of_a_tenant_go_to_its_region() {
        Stream.of("here", "there").forEach(this::trust);
        var client = open(List.of(roleTenant("here", null), roleTenant("there", "us-east-1")));

        send(client, "here");
        assertThat(SigV4.Claim.of(xray.lastCall().headers()).region()).isEqualTo("eu-west-1");
        send(client, "there");
        assertThat(SigV4.Claim.of(xray.lastCall().headers()).region()).isEqualTo("us-east-1");
        assertThat(sts.headers()).as("both use the STS of the gateway's Region")
                .allSatisfy(headers -> assertThat(SigV4.Claim.of(headers).region()).isEqualTo("eu-west-1"));
    }

    @Test
    void sampling_calls_are_signed_with_the_key_of_the_tenant_and_cached_per_tenant() {
        Stream.of("a", "b").forEach(this::trust);
        var client = open(List.of(roleTenant("a", null), roleTenant("b", null)));

        assertThat(relay(client, "a").body().toString()).isEqualTo(FakeXRay.RULES);
        assertThat(keyOf(xray.lastCall())).startsWith("ASIA-a-");

        xray.behave(FakeXRay.error(500, "InternalFailure", "{}"));
        assertThat(relay(client, "a").body().toString()).contains("\"orders\"");
        assertThat(relay(client, "b").body().toString()).doesNotContain("\"orders\"").contains("Default");
    }

    @Test
    void telemetry_is_sent_only_with_the_key_of_the_gateway() {
        xray.requireSignature("s");
        var client = open(List.of(tenant("own", new TenantCredentials.Own(), null)));
        client.reportTelemetry(() -> new TelemetryCounts(1, 1, 0, 0));
        send(client, "own");

        await().until(() -> client.credentialState() instanceof CredentialState.Present);
        clients.remove(client);
        OnLoop.await(client.stop());

        assertThat(xray.calls()).extracting(FakeXRay.Call::path).contains("/TelemetryRecords");
        assertThat(xray.calls()).extracting(TenantAwsClientsTest::keyOf).containsOnly(OWN_KEY);
    }

    @Test
    void credentials_that_X_Ray_reports_as_expired_are_refetched_for_that_tenant_only() {
        Stream.of("a", "b").forEach(this::trust);
        var client = open(List.of(roleTenant("a", null), roleTenant("b", null)));
        send(client, "a");
        send(client, "b");

        xray.behave(FakeXRay.error(403, "ExpiredTokenException", "{\"message\":\"expired\"}"));
        send(client, "a");
        xray.behave(null);
        send(client, "a");
        assertThat(keyOf(xray.lastCall())).isEqualTo("ASIA-a-3");
        send(client, "b");
        assertThat(keyOf(xray.lastCall())).isEqualTo("ASIA-b-2");
    }

    @Test
    void a_batch_does_not_wait_for_a_hanging_STS_and_the_fetch_continues() {
        trust("a");
        sts.hold();
        var client = open(List.of(roleTenant("a", null)));

        assertThat(sendOnce(client, "a")).isInstanceOf(NotSent.class);

        sts.release();
        await().untilAsserted(() -> assertThat(send(client, "a")).isInstanceOf(Answered.class));
        assertThat(sts.forms()).hasSize(1);
    }

    @Test
    void expired_base_credentials_keep_cached_roles_in_use_and_are_not_a_denial() {
        Stream.of("a", "b").forEach(this::trust);
        var client = open(List.of(roleTenant("a", null), roleTenant("b", null)));
        send(client, "a");

        sts.refuse(new Refusal(403, "ExpiredToken", "The security token included in the request is expired"));
        assertThat(send(client, "b")).isInstanceOfSatisfying(Failed.class,
                failed -> assertThat(failed.cause()).isEqualTo(Cause.NO_CREDENTIALS));

        // the environment still has the rejected keys, so the gateway has no valid credentials
        await().untilAsserted(
                () -> assertThat(client.credentialState()).isInstanceOf(CredentialState.Missing.class));
        assertThat(send(client, "a")).isInstanceOf(Answered.class);
    }

    @Test
    void T16_an_endpoint_of_another_region_is_refused_at_start() {
        var there = List.of(roleTenant("there", "us-east-1"));

        assertThatThrownBy(() -> open(there, "https://vpce-1.xray.eu-west-1.vpce.amazonaws.com"))
                .isInstanceOf(AwsSetupException.class)
                .hasMessageContaining("tenant there: its Region is us-east-1, and the endpoint");
    }

    @Test
    void clients_are_kept_up_to_a_bound_and_a_tenant_beyond_it_is_not_refused() {
        var many = IntStream.rangeClosed(0, TenantClientCache.MAX_CLIENTS).mapToObj(i -> "tenant-" + i).toList();
        var client = open(many.stream().map(name -> roleTenant(name, null)).toList());

        // on one turn of the loop: their roles are not assumed before the client is stopped
        var batches = many.stream().map(name -> Batch.of(new TenantId(name), List.of(AwsGiven.segment(name)))).toList();
        OnLoop.call(vertx, () -> Future.join(batches.stream().map(client.sink()::send).toList()));

        var clientCache = client.caches().get("tenant_clients");
        clientCache.cleanUp();
        assertThat(clientCache.estimatedSize()).isEqualTo(TenantClientCache.MAX_CLIENTS);
        assertThat(many).allSatisfy(name -> assertThat(sendOnce(client, name)).isInstanceOf(NotSent.class));
    }

    @Test
    void T16_a_role_of_another_partition_is_refused_at_start() {
        var role = new AssumedRole(RoleArn.parse("arn:aws-cn:iam::111122223333:role/x").orElseThrow(), null, Marks.ALL);

        assertThatThrownBy(() -> open(List.of(tenant("far", role, null)))).isInstanceOf(AwsSetupException.class)
                .hasMessageContaining("tenant far: a role of partition aws-cn");
    }

    private AwsClients open(List<Tenant> tenants) {
        return open(tenants, xray.url());
    }

    private AwsClients open(List<Tenant> tenants, String endpoint) {
        var settings = new AwsSettings("eu-west-1", URI.create(endpoint), null, "", true, null, true, 8, AwsGiven.LONG,
                "1.2.3", new TenantDirectory(Registry.of(tenants)));
        var env = AwsGiven.variables("AWS_ACCESS_KEY_ID", OWN_KEY, "AWS_SECRET_ACCESS_KEY", "s", "AWS_ENDPOINT_URL_STS",
                sts.url(), "ECS_CONTAINER_METADATA_URI_V4", metadata.url() + "/v4/x");
        var given = new Clocks(InstantSource.system(), System::nanoTime, new Random(1));
        var client = OnLoop
                .await(AwsClients.open(vertx, settings, env, given, (path, from) -> {}, new ByteBudget(4 << 20)));
        clients.add(client);
        return client;
    }

    private void trust(String name) {
        sts.role(arn(name), new Role("id-" + name, Map.of("xgw-tenant", name, "xgw-cluster", "prod"), "xgw-" + name));
    }

    /** Retries while the first credentials are being fetched, like the dispatcher. */
    private SendOutcome send(AwsClients client, String tenant) {
        return await().until(() -> sendOnce(client, tenant), outcome -> !(outcome instanceof NotSent));
    }

    private SendOutcome sendOnce(AwsClients client, String tenant) {
        var batch = Batch.of(new TenantId(tenant), List.of(AwsGiven.segment(tenant)));
        return OnLoop.call(vertx, () -> client.sink().send(batch));
    }

    private ApiReply relay(AwsClients client, String tenant) {
        var call = new ApiCall("POST", "/GetSamplingRules", MultiMap.caseInsensitiveMultiMap(), Buffer.buffer("{}"),
                SocketAddress.inetSocketAddress(1, "127.0.0.1"));
        return OnLoop.call(vertx, () -> client.relay(new TenantId(tenant)).answer(call));
    }

    private static String keyOf(FakeXRay.Call call) {
        return SigV4.Claim.of(call.headers()).keyId();
    }

    private static Tenant roleTenant(String name, @Nullable String region) {
        return tenant(name, new AssumedRole(RoleArn.parse(arn(name)).orElseThrow(), "id-" + name, Marks.ALL), region);
    }

    private static Tenant apps() {
        return new Tenant(new TenantId("apps"), Limits.NONE, List.of(), List.of(),
                List.of(new Match.Family("prod", "app")),
                new TaskRole(List.of(new Allowed("111122223333", "/apps/")), null, Marks.ALL), null);
    }

    private static Tenant tenant(String name, TenantCredentials access, @Nullable String region) {
        return new Tenant(new TenantId(name), Limits.NONE, List.of(), List.of(), List.of(), access, region);
    }

    private static String arn(String name) {
        return "arn:aws:iam::123456789012:role/xray-gateway/" + name;
    }
}
