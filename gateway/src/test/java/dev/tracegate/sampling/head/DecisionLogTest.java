package dev.tracegate.sampling.head;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.sampling.head.HeadDecision.Outcome;
import dev.tracegate.segment.TraceId;
import dev.tracegate.tenant.TenantId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DecisionLogTest {
    private static final TenantId ORDERS = new TenantId("orders");
    private static final Instant START = Instant.parse("2026-11-30T10:00:00Z");
    private static final KeepRate RATE = KeepRate.of(0.1);

    private long now = 5_000_000_000L;
    private final DecisionLog log = new DecisionLog(() -> START.plusNanos(now), () -> now);

    @Test
    void the_newest_decision_comes_first_with_its_time_and_reason() {
        log.decided(ORDERS, new TraceId(1, 2), RATE, true, 1_000_000_000L);
        log.decided(TenantId.DEFAULT, new TraceId(3, 4), KeepRate.of(0.5), false, 2_000_000_000L);
        log.decided(ORDERS, null, RATE, true, 3_000_000_000L);
        now = 9_000_000_000L;

        assertThat(log.newest(10)).containsExactly(
                new HeadDecision(START.plusSeconds(3), ORDERS, null, RATE, Outcome.UNDECIDABLE),
                new HeadDecision(START.plusSeconds(2), TenantId.DEFAULT, new TraceId(3, 4), KeepRate.of(0.5),
                        Outcome.DROPPED),
                new HeadDecision(START.plusSeconds(1), ORDERS, new TraceId(1, 2), RATE, Outcome.KEPT));
        assertThat(log.newest(10)).extracting(HeadDecision::reason)
                .containsExactly("kept: the trace id could not be read", "dropped: tenant keep rate 50 %",
                        "kept: tenant keep rate 10 %");
        assertThat(log.newest(1)).extracting(HeadDecision::outcome).containsExactly(Outcome.UNDECIDABLE);
        assertThat(log.newest(0)).isEmpty();
    }

    @Test
    void a_new_decision_overwrites_the_oldest() {
        for (int i = 0; i < DecisionLog.CAPACITY + 3; i++) {
            log.decided(ORDERS, new TraceId(0, i), RATE, true, i);
        }

        assertThat(log.newest(Integer.MAX_VALUE)).hasSize(DecisionLog.CAPACITY)
                .satisfies(
                        all -> assertThat(all.getFirst().trace()).isEqualTo(new TraceId(0, DecisionLog.CAPACITY + 2)))
                .satisfies(all -> assertThat(all.getLast().trace()).isEqualTo(new TraceId(0, 3)));
    }

    @Test
    void without_a_decision_there_is_nothing_and_no_ring() throws ReflectiveOperationException {
        var ring = DecisionLog.class.getDeclaredField("ring");
        ring.setAccessible(true);

        assertThat(log.newest(10)).isEmpty();
        assertThat(ring.get(log)).isNull();
    }
}
