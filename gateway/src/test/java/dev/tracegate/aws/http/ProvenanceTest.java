package dev.tracegate.aws.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.aws.AwsGiven;
import dev.tracegate.aws.credentials.CallRateLimiter;
import dev.tracegate.aws.credentials.RoleCredentials;
import dev.tracegate.aws.credentials.RoleSession;
import dev.tracegate.aws.ecs.EcsDescribeTasks;
import dev.tracegate.aws.settings.AwsEnvironment;
import dev.tracegate.aws.settings.Clocks;
import dev.tracegate.aws.tenants.TenantAwsClients;
import dev.tracegate.tenant.Limits;
import dev.tracegate.tenant.RoleArn;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantCredentials.AssumedRole;
import dev.tracegate.tenant.TenantCredentials.Marks;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.FakeXRay;
import dev.tracegate.testkit.OnLoop;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A response of an intermediary in place of STS or ECS counts as unreachable, not as a decision of the service. ErrorClassifierTest, XRaySinkTest
 * and SamplingRelayTest have the cases of X-Ray.
 */
@ExtendWith(VertxExtension.class)
class ProvenanceTest {
    private static final String ANSWERS = """
            400 | <html>400 Bad Request</html>
            403 | <html>403 Forbidden</html>
            403 | {"message":"Forbidden"}
            404 | not found
            407 | ``
            503 | <html>503</html>
            """;
    private Vertx vertx;
    private FakeXRay proxy;

    @BeforeEach
    void start(Vertx vertx) {
        this.vertx = vertx;
        proxy = FakeXRay.start(vertx);
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = ANSWERS)
    void a_response_that_is_not_from_sts_does_not_deny_a_role(int status, String body) {
        answer(status, body);
        var env = AwsGiven.env("AWS_ENDPOINT_URL_STS", proxy.url());
        var own = AwsGiven.Fixed.keys();
        var given = new Clocks(AwsGiven.NOON, System::nanoTime, new Random(1)).withSynchronizedRandom();
        var roles = new RoleCredentials(vertx, vertx.createSharedWorkerExecutor("roles", 1), calls(env), own, limiter(),
                given);
        var role = new AssumedRole(RoleArn.parse("arn:aws:iam::123456789012:role/a").orElseThrow(), "id",
                Marks.ALL);
        var session = RoleSession.of(new Tenant(new TenantId("a"), Limits.NONE, List.of(), List.of()), role,
                "us-west-2", "prod");

        assertThatThrownBy(() -> OnLoop.call(vertx, () -> roles.of(session).current()))
                .isInstanceOfSatisfying(NoCredentialsException.class, none -> assertThat(none.denied()).isFalse())
                .hasMessageContaining("STS could not be reached");
        assertThat(own.invalidated).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = ANSWERS)
    void a_response_that_is_not_from_ecs_does_not_refuse_a_task(int status, String body) {
        answer(status, body);
        var env = AwsGiven.env("AWS_ENDPOINT_URL_ECS", proxy.url());
        var own = AwsGiven.Fixed.keys();
        var ecs = new EcsDescribeTasks(vertx.createSharedWorkerExecutor("ecs", 1), calls(env), own, limiter(),
                System::nanoTime, false);

        assertThatThrownBy(() -> OnLoop.call(vertx, () -> ecs.describe("prod", List.of("arn:aws:ecs:x:1:task/prod/1"))))
                .hasMessageContaining("ECS could not be reached");
        assertThat(own.invalidated).isNull();
    }

    private void answer(int status, String body) {
        proxy.behave((call, request) -> request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/html")
                .end(body));
    }

    private SdkCalls calls(AwsEnvironment env) {
        return new SdkCalls("us-west-2", env, AwsGiven.transport(vertx, env));
    }

    private CallRateLimiter limiter() {
        return new CallRateLimiter(Duration.ofNanos(1), 100, TenantAwsClients.timers(vertx), System::nanoTime,
                new Random(1));
    }
}
