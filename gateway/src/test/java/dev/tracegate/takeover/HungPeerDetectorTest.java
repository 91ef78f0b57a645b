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

/** A process that is silent because it is busy gets more time than one that does nothing. */
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
    void one_that_uses_no_cpu_is_hung_soon() {
        assertHung(await(Duration.ofSeconds(7), Duration.ofSeconds(7)), SHORT.idle());
    }

    @Test
    void one_that_is_busy_is_hung_late() {
        assertHung(await(Duration.ofSeconds(7), Duration.ofMillis(7_050)), SHORT.busy());
    }

    @Test
    void so_is_one_of_which_nothing_is_known() {
        assertHung(await(), SHORT.busy());
    }

    @Test
    void a_late_answer_of_a_busy_one_counts() {
        var asked = new AtomicInteger();

        var outcome = await(() -> {
            if (asked.incrementAndGet() == 2) { // the first time is over
                vertx.runOnContext(turn -> answer.complete());
            }
            return Optional.of(Duration.ofMillis(50L * asked.get()));
        });

        OnLoop.await(outcome);
        assertThat(asked).hasValue(2);
    }

    @Test
    void a_refusal_is_no_silence() {
        answer.fail(new IllegalStateException("refused"));

        var outcome = await(Duration.ZERO);

        assertThatThrownBy(() -> OnLoop.await(outcome)).hasStackTraceContaining("refused");
        assertThat(outcome.cause()).isNotInstanceOf(HungPeerDetector.Hung.class);
    }
}
