package dev.tracegate.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.testkit.OnLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A peer that does not answer while it uses CPU time gets more time than an idle one. */
class HungPeerDetectorTest {
    private static final HungPeerDetector SHORT = new HungPeerDetector(Duration.ofMillis(100), Duration.ofMillis(200));

    private final Vertx vertx = Vertx.vertx();
    private final Promise<Void> answer = Promise.promise();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private Future<Void> await(Duration... cpuTimes) {
        Iterator<Duration> times = List.of(cpuTimes).iterator();
        return await(() -> times.hasNext() ? Optional.of(times.next()) : Optional.empty());
    }

    private Future<Void> await(Supplier<Optional<Duration>> cpuTime) {
        var outcome = Promise.<Void>promise();
        vertx.runOnContext(turn -> SHORT.await(answer.future(), cpuTime).onComplete(outcome));
        return outcome.future();
    }

    private static void assertHung(Future<Void> outcome, Duration silent) {
        assertThatThrownBy(() -> OnLoop.await(outcome)).hasStackTraceContaining("it does not answer");
        assertThat(((HungPeerDetector.Hung) outcome.cause()).silent()).isEqualTo(silent);
    }

    @Test
    void an_idle_peer_is_hung_after_the_short_timeout() {
        assertHung(await(Duration.ofSeconds(7), Duration.ofSeconds(7)), SHORT.idle());
    }

    @Test
    void a_busy_peer_is_hung_after_the_long_timeout() {
        assertHung(await(Duration.ofSeconds(7), Duration.ofMillis(7_050)), SHORT.busy());
    }

    @Test
    void a_peer_with_unknown_cpu_time_is_hung_after_the_long_timeout() {
        assertHung(await(), SHORT.busy());
    }

    @Test
    void a_late_answer_of_a_busy_peer_is_accepted() {
        var polls = new AtomicInteger();

        var outcome = await(() -> {
            if (polls.incrementAndGet() == 2) { // after the short timeout
                vertx.runOnContext(turn -> answer.complete());
            }
            return Optional.of(Duration.ofMillis(50L * polls.get()));
        });

        OnLoop.await(outcome);
        assertThat(polls).hasValue(2);
    }

    @Test
    void a_refusal_is_not_reported_as_hung() {
        answer.fail(new IllegalStateException("refused"));

        var outcome = await(Duration.ZERO);

        assertThatThrownBy(() -> OnLoop.await(outcome)).hasStackTraceContaining("refused");
        assertThat(outcome.cause()).isNotInstanceOf(HungPeerDetector.Hung.class);
    }
}
