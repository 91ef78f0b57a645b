package dev.tracegate.aws.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tracegate.aws.AwsGiven;
import dev.tracegate.aws.http.NoCredentialsException;
import dev.tracegate.aws.http.SdkCalls;
import dev.tracegate.aws.settings.Clocks;
import dev.tracegate.aws.signing.FixedIdentity;
import dev.tracegate.aws.tenants.TenantAwsClients;
import dev.tracegate.tenant.CredentialState;
import dev.tracegate.tenant.Limits;
import dev.tracegate.tenant.RoleArn;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantCredentials.AssumedRole;
import dev.tracegate.tenant.TenantCredentials.Marks;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.FakeSts;
import dev.tracegate.testkit.FakeSts.Refusal;
import dev.tracegate.testkit.FakeSts.Role;
import dev.tracegate.testkit.ManualClock;
import dev.tracegate.testkit.OnLoop;
import dev.tracegate.testkit.SigV4;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** The SDK's STS client against a fake STS that parses the real protocol and checks trust policies. */
@ExtendWith(VertxExtension.class)
class RoleCredentialsTest {
    private static final int THREADS = 4;
    private static final Refusal BROKEN = new Refusal(503, "ServiceUnavailable", "please try later");

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-23T12:00:00Z"));
    private final AwsGiven.Fixed own = AwsGiven.Fixed.keys();
    private Vertx vertx;
    private FakeSts sts;
    private RoleCredentials roles;

    @BeforeEach
    void start(Vertx vertx) {
        this.vertx = vertx;
        sts = FakeSts.start(vertx, clock.instant().plus(Duration.ofHours(1)));
        roles = roles(own);
    }

    @AfterEach
    void stop() {
        roles.close();
        sts.close();
    }

    @Test
    void the_cache_of_roles_is_bounded_in_number() {
        IntStream.range(0, 5_100).forEach(i -> roles.of(session("r" + i)));

        roles.cache().cleanUp();
        assertThat(roles.cache().estimatedSize()).isEqualTo(5_000);
    }

    @Test
    void the_request_to_STS_contains_every_value_that_a_trust_policy_can_require() {
        sts.role(arn("orders"),
                new Role("id-orders", Map.of("xgw-tenant", "orders", "xgw-cluster", "prod"), "xgw-orders"));

        assertThat(key(session("orders"))).isEqualTo("ASIA-orders-1");

        var form = sts.forms().getFirst();
        assertThat(form.get("RoleArn")).isEqualTo(arn("orders"));
        assertThat(form.get("RoleSessionName")).isEqualTo("xgw-orders");
        assertThat(form.get("DurationSeconds")).isEqualTo("3600");
        assertThat(form.get("ExternalId")).isEqualTo("id-orders");
        assertThat(form.get("SourceIdentity")).isEqualTo("xgw-orders");
        assertThat(form.get("Policy")).isEqualTo(RoleSession.POLICY);
        assertThat(FakeSts.tags(form)).isEqualTo(Map.of("xgw-tenant", "orders", "xgw-cluster", "prod"));
        var claim = SigV4.Claim.of(sts.headers().getFirst());
        assertThat(claim.keyId()).isEqualTo(AwsGiven.KEYS.accessKeyId());
        assertThat(claim.scope()).endsWith("/us-west-2/sts/aws4_request");
    }

    @Test
    void values_that_a_tenant_disables_are_not_sent() {
        var bare = RoleSession.of(tenant("orders"), access("orders", null, new Marks(false, false, false)), "us-west-2",
                "prod");

        key(bare);

        assertThat(sts.forms().getFirst().names()).containsExactlyInAnyOrder("Action", "Version", "RoleArn",
                "RoleSessionName", "DurationSeconds");
    }

    @Test
    void T6_credentials_are_shared_only_by_identical_sessions() {
        var one = session("orders");
        var others = List.of(
                RoleSession.of(tenant("orders"), access("orders", "other", Marks.ALL), "us-west-2", "prod"),
                RoleSession.of(tenant("orders"), access("orders", null, Marks.ALL), "us-west-2", "prod"),
                RoleSession.of(tenant("orders"), access("orders", "id-orders", Marks.ALL), "us-west-2", "test"),
                RoleSession.of(tenant("orders"), access("orders", "id-orders", Marks.ALL), "us-east-1", "prod"),
                RoleSession.of(tenant("orders"), access("orders", "id-orders", new Marks(true, true, false)),
                        "us-west-2", "prod"),
                RoleSession.of(tenant("orders"), access("orders", "id-orders", new Marks(true, false, true)),
                        "us-west-2", "prod"),
                RoleSession.of(tenant("carts"), access("orders", "id-orders", Marks.ALL), "us-west-2", "prod"));
        var keys = new HashSet<>(List.of(key(one)));

        others.forEach(other -> keys.add(key(other)));

        assertThat(keys).hasSize(1 + others.size());
        assertThat(key(session("orders"))).isEqualTo("ASIAFAKE0001");
        assertThat(sts.forms()).hasSize(1 + others.size());
    }

    @Test
    void T6_a_session_with_the_name_or_external_id_of_another_tenant_is_denied() {
        sts.role(arn("orders"),
                new Role("id-orders", Map.of("xgw-tenant", "orders", "xgw-cluster", "prod"), "xgw-orders"));

        var wrongId = RoleSession.of(tenant("orders"), access("orders", "id-carts", Marks.ALL), "us-west-2", "prod");
        var wrongName = RoleSession.of(tenant("carts"), access("orders", "id-orders", Marks.ALL), "us-west-2", "prod");

        assertDenied(wrongId, "sts:AssumeRole");
        assertDenied(wrongName, "sts:TagSession");
    }

    @Test
    void a_denial_names_the_setting_to_change() {
        sts.role(arn("untagged"), new Role(null, null, "xgw-untagged"))
                .role(arn("nameless"), new Role(null, Map.of("xgw-tenant", "nameless", "xgw-cluster", "prod"), null));

        assertDenied(session("untagged"), "sessionTags: false");
        assertDenied(session("nameless"), "sourceIdentity: false");
        assertDenied(session("unknown"), "the role's trust policy must let the gateway's role assume it");
    }

    @Test
    void T11_a_denied_role_is_retried_with_delays_of_30_s_to_10_minutes() {
        sts.deny(true);
        var session = session("orders");

        for (int longest : new int[]{30, 60, 120, 240, 480, 600, 600}) {
            int before = sts.forms().size();
            assertDenied(session, "AccessDenied");
            assertThat(sts.forms()).hasSize(before + 1);
            clock.advance(Duration.ofMillis(longest * 500L - 1));
            assertDenied(session, "AccessDenied");
            assertThat(sts.forms()).as("calls within half of the delay of %s s", longest).hasSize(before + 1);
            clock.advance(Duration.ofMillis(longest * 500L + 1));
        }
        sts.expireAt(clock.instant().plus(Duration.ofHours(1)));
        sts.deny(false);
        key(session);
        assertThat(roles.lastState(session)).containsInstanceOf(CredentialState.Present.class);
    }

    @Test
    void T11_concurrent_callers_share_one_call() {
        var session = session("orders");

        var all = OnLoop.call(vertx,
                () -> Future.all(IntStream.range(0, 100).mapToObj(i -> roles.of(session).current()).toList()));

        assertThat(all.<AwsCredentialsIdentity>list()).extracting(AwsCredentialsIdentity::accessKeyId)
                .containsOnly("ASIAFAKE0001");
        assertThat(sts.forms()).hasSize(1);
    }

    @Test
    void T11_two_thousand_roles_at_start_make_one_call_each_with_bounded_concurrency() {
        var all = OnLoop.start(vertx, () -> Future.all(IntStream.range(0, 2000)
                .mapToObj(i -> session("role-" + i))
                .map(session -> Future.join(roles.of(session).current(), roles.of(session).current()))
                .toList()));

        await().atMost(Duration.ofMinutes(1)).until(all::isComplete);

        assertThat(all.succeeded()).isTrue();
        assertThat(sts.forms()).extracting(form -> form.get("RoleArn")).hasSize(2000).doesNotHaveDuplicates();
        assertThat(sts.mostUnderWay()).isLessThanOrEqualTo(THREADS);
        assertThat(roles.size()).isEqualTo(2000);
    }

    @Test
    void T11_roles_refresh_at_random_times_in_the_second_half_of_their_lifetime() {
        var sessions = IntStream.range(0, 40).mapToObj(i -> session("role-" + i)).toList();
        sessions.forEach(this::key);
        sts.expireAt(clock.instant().plus(Duration.ofHours(2)));

        advanceInUse(Duration.ofMinutes(30).minusSeconds(1), sessions);
        sessions.forEach(this::key);
        assertThat(sts.forms()).hasSize(40);

        clock.advance(Duration.ofMinutes(9));
        sessions.forEach(this::key);
        await().until(() -> sts.forms().size() > 45);
        assertThat(sts.forms()).hasSizeLessThan(76);

        clock.advance(Duration.ofMinutes(10));
        sessions.forEach(this::key);
        await().until(() -> sts.forms().size() == 80);
    }

    @Test
    void during_an_outage_of_STS_cached_credentials_serve_until_they_expire() {
        var session = session("orders");
        key(session);
        sts.refuse(BROKEN);

        advanceInUse(Duration.ofMinutes(59), List.of(session));
        assertThat(key(session)).isEqualTo("ASIAFAKE0001");
        await().until(() -> sts.forms().size() == 2);
        assertThat(key(session)).isEqualTo("ASIAFAKE0001");

        clock.advance(Duration.ofMinutes(2));
        assertThatThrownBy(() -> key(session)).isInstanceOf(NoCredentialsException.class)
                .hasMessageContaining("ServiceUnavailable");
        assertThat(roles.lastState(session)).containsInstanceOf(CredentialState.Missing.class);

        sts.refuse(null);
        sts.expireAt(clock.instant().plus(Duration.ofHours(1)));
        clock.advance(Duration.ofMinutes(1));
        assertThat(key(session)).isEqualTo("ASIAFAKE0002");
    }

    @Test
    void T11_the_SDK_makes_no_retries_of_its_own() {
        sts.refuse(BROKEN);

        assertThatThrownBy(() -> key(session("orders"))).isInstanceOf(NoCredentialsException.class);

        assertThat(sts.forms()).hasSize(1);
    }

    @Test
    void expired_credentials_of_the_gateway_are_not_a_denial_for_the_tenant() {
        sts.refuse(new Refusal(403, "ExpiredToken", "The security token included in the request is expired"));
        var session = session("orders");

        assertThatThrownBy(() -> key(session)).isInstanceOfSatisfying(NoCredentialsException.class,
                none -> assertThat(none.denied()).isFalse());

        assertThat(own.invalidated).isEqualTo(AwsGiven.KEYS);
        assertThat(roles.lastState(session)).containsInstanceOf(CredentialState.Missing.class);
    }

    @Test
    void without_its_own_credentials_the_gateway_does_not_call_STS() {
        var none = roles(AwsGiven.Fixed.none());

        assertThatThrownBy(() -> OnLoop.call(vertx, () -> none.of(session("orders")).current()))
                .hasMessage("nothing found");
        assertThat(sts.forms()).isEmpty();
    }

    @Test
    void unused_roles_are_evicted() {
        key(session("orders"));
        clock.advance(RoleCredentials.IDLE.plusSeconds(1));

        roles.sweep();

        assertThat(roles.size()).isZero();
        assertThat(roles.lastState(session("orders"))).isEmpty();
    }

    @Test
    void T13_no_text_representation_contains_a_secret() {
        var session = session("orders");
        var identity = OnLoop.call(vertx, () -> roles.of(session).current());

        var shown = session + " " + roles.lastState(session) + " " + new FixedIdentity(identity) + " "
                + access("orders", "id-orders", Marks.ALL) + " " + new SessionCredentials(roles, session);

        assertThat(shown).doesNotContain("id-orders", FakeSts.SECRET, "token-", "ASIAFAKE0001")
                .contains("ASIA****0001");
    }

    /** Advances the clock and uses the roles every ten minutes, so that none is evicted as idle. */
    private void advanceInUse(Duration time, List<RoleSession> sessions) {
        var step = Duration.ofMinutes(10);
        var left = time;
        while (left.compareTo(step) > 0) {
            clock.advance(step);
            sessions.forEach(roles::of);
            left = left.minus(step);
        }
        clock.advance(left);
    }

    private void assertDenied(RoleSession session, String text) {
        assertThatThrownBy(() -> key(session)).isInstanceOfSatisfying(NoCredentialsException.class,
                none -> assertThat(none.denied()).isTrue()).hasMessageContaining(text);
        assertThat(roles.lastState(session).orElseThrow()).isInstanceOfSatisfying(CredentialState.Denied.class,
                denied -> assertThat(denied.error()).contains(text, session.role().toString()));
    }

    private String key(RoleSession session) {
        return OnLoop.call(vertx, () -> roles.of(session).current()).accessKeyId();
    }

    private RoleCredentials roles(Credentials own) {
        var env = AwsGiven.env("AWS_ENDPOINT_URL_STS", sts.url());
        WorkerExecutor worker = vertx.createSharedWorkerExecutor("roles", THREADS);
        var given = new Clocks(clock, clock, new Random(1)).withSynchronizedRandom();
        var limiter = new CallRateLimiter(Duration.ofNanos(1), 10_000, TenantAwsClients.timers(vertx), System::nanoTime,
                given.random());
        return new RoleCredentials(vertx, worker, new SdkCalls("us-west-2", env, AwsGiven.transport(vertx, env)), own,
                limiter, given);
    }

    private static RoleSession session(String name) {
        return RoleSession.of(tenant(name), access(name, "id-" + name, Marks.ALL), "us-west-2", "prod");
    }

    private static AssumedRole access(String role, String externalId, Marks marks) {
        return new AssumedRole(RoleArn.parse(arn(role)).orElseThrow(), externalId, marks);
    }

    private static String arn(String role) {
        return "arn:aws:iam::123456789012:role/xray-gateway/" + role;
    }

    private static Tenant tenant(String id) {
        return new Tenant(new TenantId(id), Limits.NONE, List.of(), List.of());
    }
}
