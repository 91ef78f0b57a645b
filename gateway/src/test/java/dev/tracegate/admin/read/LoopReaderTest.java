package dev.tracegate.admin.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.flow.ledger.StepwiseReading;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopReaderTest {
    private static final int STEPS = 3;

    private final Vertx vertx = Vertx.vertx();
    private final LoopReader loop = LoopReader.on(vertx.getOrCreateContext());
    private final List<Integer> steps = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void concurrent_stepwise_readings_run_one_after_the_other() {
        var readings = IntStream.range(0, 20).mapToObj(number -> loop.readInSteps(() -> reading(number))).toList();

        Future.all(readings).await();

        assertThat(steps)
                .containsExactlyElementsOf(IntStream.range(0, 20 * STEPS).mapToObj(step -> step / STEPS).toList());
    }

    @Test
    void a_failed_reading_does_not_block_the_next_one() {
        var failing = loop.<Integer>readInSteps(() -> {
            throw new IllegalStateException("broken");
        });
        var next = loop.readInSteps(() -> reading(7));

        assertThatThrownBy(failing::await).hasMessage("broken");
        assertThat(next.await()).isEqualTo(7);
    }

    private StepwiseReading<Integer> reading(int number) {
        var remaining = new int[]{STEPS};
        return () -> {
            steps.add(number);
            remaining[0]--;
            return remaining[0] == 0 ? Optional.of(number) : Optional.empty();
        };
    }
}
