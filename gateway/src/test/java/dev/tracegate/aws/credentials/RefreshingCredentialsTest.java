package dev.tracegate.aws.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tracegate.aws.http.NoCredentialsException;
import dev.tracegate.tenant.CredentialState;
import dev.tracegate.testkit.ManualClock;
import dev.tracegate.testkit.OnLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

@ExtendWith(VertxExtension.class)
class RefreshingCredentialsTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-23T12:00:00Z"));
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile CredentialSource source = () -> issued("AKIA" + fetches.get(), Duration.ofHours(1));
    private Vertx vertx;
    private WorkerExecutor worker;
    private RefreshingCredentials credentials;

    @BeforeEach
    void start(Vertx vertx) {
        this.vertx = vertx;
        worker = vertx.createSharedWorkerExecutor("test", 2);
        credentials = new RefreshingCredentials(vertx, worker, () -> {
            fetches.incrementAndGet();
            return source.fetch();
        }, clock, new Random(1));
    }

    @Test
    void concurrent_callers_share_one_fetch() {
        var gate = new CountDownLatch(1);
        source = () -> {
            awaitQuietly(gate);
            return issued("AKIA1", Duration.ofHours(1));
        };

        var all = OnLoop.start(vertx,
                () -> Future.all(IntStream.range(0, 20).mapToObj(i -> credentials.current()).toList()));
        gate.countDown();

        assertThat(OnLoop.await(all).<AwsCredentialsIdentity>list()).extracting(AwsCredentialsIdentity::accessKeyId)
                .containsOnly("AKIA1");
        assertThat(fetches).hasValue(1);
    }

    @Test
    void cached_credentials_are_returned_at_once_and_fetched_ones_on_the_loop_of_the_caller() {
        key();

        assertThat(credentials.current().isComplete()).isTrue();
        clock.advance(Duration.ofHours(2));
        var sameThread = OnLoop.call(vertx, () -> {
            var mine = Thread.currentThread();
            return credentials.current().map(k -> Thread.currentThread() == mine);
        });
        assertThat(sameThread).isTrue();
    }

    @Test
    void refreshes_five_minutes_before_expiry_and_serves_the_old_credentials_meanwhile() {
        key();
        clock.advance(Duration.ofMinutes(54));
        key();
        assertThat(fetches).hasValue(1);

        clock.advance(Duration.ofMinutes(2));
        assertThat(key()).isEqualTo("AKIA1");
        await().untilAsserted(() -> assertThat(key()).isEqualTo("AKIA2"));
        assertThat(fetches).hasValue(2);
    }

    @Test
    void the_old_credentials_serve_until_they_expire_while_the_source_fails() {
        key();
        source = RefreshingCredentialsTest::fail;

        clock.advance(Duration.ofMinutes(59));
        assertThat(key()).isEqualTo("AKIA1");
        await().until(() -> fetches.get() == 2);

        clock.advance(Duration.ofMinutes(1));
        assertThatThrownBy(this::key).isInstanceOf(NoCredentialsException.class).hasMessage("the source is down");
        assertThat(credentials.state()).isEqualTo(new CredentialState.Missing("the source is down"));
    }

    @Test
    void keys_without_expiry_are_fetched_again_after_some_minutes() {
        source = () -> IssuedCredentials.of(AwsCredentialsIdentity.create("AKIA" + fetches, "s"), "profile default");
        key();
        clock.advance(Duration.ofMinutes(6));

        assertThat(key()).isEqualTo("AKIA1");
        await().untilAsserted(() -> assertThat(key()).isEqualTo("AKIA2"));
    }

    @Test
    void backs_off_exponentially_after_failures() {
        source = RefreshingCredentialsTest::fail;

        // full delays of 1 s, 2 s, 4 s ... 60 s; jitter takes off up to half
        for (var longest : new int[]{1, 2, 4, 8, 16, 32, 60, 60}) {
            int before = fetches.get();
            assertThatThrownBy(this::key).hasMessage("the source is down");
            assertThat(fetches).hasValue(before + 1);
            clock.advance(Duration.ofMillis(longest * 500L - 1));
            assertThatThrownBy(this::key).hasMessage("the source is down");
            assertThat(fetches).as("calls within half of the delay of %s s", longest).hasValue(before + 1);
            clock.advance(Duration.ofMillis(longest * 500L + 1));
        }
        source = () -> issued("AKIA1", Duration.ofHours(1));
        assertThat(key()).isEqualTo("AKIA1");
    }

    @Test
    void rejected_credentials_are_not_returned_again() {
        var rejected = OnLoop.call(vertx, credentials::current);

        credentials.invalidate(rejected);

        assertThat(key()).isEqualTo("AKIA2");
        credentials.invalidate(rejected);
        assertThat(key()).isEqualTo("AKIA2");
        assertThat(fetches).hasValue(2);
    }

    @Test
    void a_source_that_still_returns_rejected_credentials_counts_as_failed_and_is_called_with_backoff() {
        source = () -> issued("AKIAOLD", Duration.ofHours(1));
        credentials.invalidate(OnLoop.call(vertx, credentials::current));

        assertThatThrownBy(this::key).isInstanceOf(NoCredentialsException.class)
                .hasMessageContaining("still returns")
                .hasMessageContaining("fake source");
        assertThatThrownBy(this::key).isInstanceOf(NoCredentialsException.class);
        assertThat(fetches).hasValue(2);
    }

    @Test
    void credentials_fetched_after_their_expiry_are_used_until_x_ray_rejects_them() {
        source = () -> issued("AKIA1", Duration.ofMinutes(-5));

        assertThat(key()).isEqualTo("AKIA1");
        assertThat(key()).isEqualTo("AKIA1");
        assertThat(fetches).hasValue(1);
    }

    @Test
    void reading_the_state_fetches_missing_credentials() {
        assertThat(credentials.state()).isInstanceOf(CredentialState.Missing.class);

        await().untilAsserted(() -> assertThat(credentials.state()).isInstanceOf(CredentialState.Present.class));
        assertThat(fetches).hasValue(1);
    }

    @Test
    void the_state_contains_no_secret() {
        source = () -> new IssuedCredentials(AwsCredentialsIdentity.create("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI"),
                clock.instant().plusSeconds(3600), "environment");
        key();

        assertThat(credentials.state()).isEqualTo(new CredentialState.Present(Instant.parse("2026-11-23T13:00:00Z"),
                "environment", "AKIA****MPLE"));
        assertThat(issued("AKIAIOSFODNN7EXAMPLE", Duration.ZERO).toString()).doesNotContain("secret")
                .doesNotContain("IOSFODNN");
    }

    private String key() {
        return OnLoop.call(vertx, credentials::current).accessKeyId();
    }

    private IssuedCredentials issued(String key, Duration lifetime) {
        return new IssuedCredentials(AwsCredentialsIdentity.create(key, "secret"), clock.instant().plus(lifetime),
                "fake source");
    }

    private static IssuedCredentials fail() {
        throw new IllegalStateException("the source is down");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
