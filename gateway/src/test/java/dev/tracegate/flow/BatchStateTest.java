package dev.tracegate.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.flow.ledger.LedgerSnapshot;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.Destination;
import dev.tracegate.tenant.TenantId;
import java.net.InetSocketAddress;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each transition of a batch updates the ledger and the budget and can be made once. */
class BatchStateTest {
    private static final TenantId TENANT = new TenantId("a");
    private static final SegmentRefusal REFUSAL = new SegmentRefusal("InvalidId", "", null);
    private static final int BYTES = 10;

    private final SegmentLedger ledger = new SegmentLedger();
    private final SegmentBudget budget = new SegmentBudget(10_000, 0);
    private final Flow flow = new Flow(new BatchLimits(50, 5_000, 1_000), budget, ledger);

    /** A transition that moves all segments out of a state. */
    interface Transition<S> {
        void make(S state);
    }

    static Stream<Arguments> transitionsInFlight() {
        return Stream.<Transition<InFlightBatch>>of(state -> state.delivered(state.segments(), "request"),
                state -> state.segments().forEach(segment -> state.deadLettered(segment, REFUSAL)),
                InFlightBatch::toWaiting,
                state -> state.toWaiting(state.segments()),
                InFlightBatch::toLeaving).map(Arguments::of);
    }

    static Stream<Arguments> transitionsWaiting() {
        return Stream.<Transition<WaitingBatch>>of(WaitingBatch::toInFlight, WaitingBatch::toLeaving,
                state -> state.toQueue(false), state -> state.split(1)).map(Arguments::of);
    }

    static Stream<Arguments> transitionsLeaving() {
        return Stream.<Transition<LeavingBatch>>of(LeavingBatch::stored, state -> state.shed(ShedReason.DRAIN_DEADLINE),
                LeavingBatch::toWaiting).map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("transitionsInFlight")
    void a_batch_in_flight_makes_one_transition(Transition<InFlightBatch> transition) {
        makesOneTransition(inFlight(3), transition, transitionsInFlight());
    }

    @ParameterizedTest
    @MethodSource("transitionsWaiting")
    void a_waiting_batch_makes_one_transition(Transition<WaitingBatch> transition) {
        makesOneTransition(inFlight(3).toWaiting(), transition, transitionsWaiting());
    }

    @ParameterizedTest
    @MethodSource("transitionsLeaving")
    void a_leaving_batch_makes_one_transition(Transition<LeavingBatch> transition) {
        makesOneTransition(inFlight(3).toLeaving(), transition, transitionsLeaving());
    }

    @Test
    void a_recalled_batch_makes_one_transition() {
        var recalled = recalled(3);

        makesOneTransition(recalled, RecalledBatch::toWaiting,
                Stream.of(Arguments.of((Transition<RecalledBatch>) RecalledBatch::toWaiting)));
    }

    @Test
    void segments_of_a_call_can_end_differently_and_only_once() {
        var call = inFlight(4);
        var segments = call.segments();

        call.deadLettered(segments.get(0), REFUSAL);
        call.delivered(segments.subList(1, 2), "request");
        var waiting = call.toWaiting(segments.subList(2, 4));

        assertThat(call.isOver()).isTrue();
        assertThat(page().deadLettered()).containsEntry("InvalidId", 1L);
        assertThat(page().delivered()).isEqualTo(1);
        assertThat(page().queued()).isEqualTo(2);
        assertThat(page().inFlight()).isZero();
        assertThat(budget.used()).isEqualTo(2 * BYTES);
        assertThatThrownBy(() -> call.deadLettered(segments.get(0), REFUSAL)).isInstanceOf(IllegalStateException.class);
        assertThat(waiting.segments()).isEqualTo(segments.subList(2, 4));
    }

    @Test
    void the_error_names_the_state_and_the_counts() {
        var call = inFlight(3);
        call.delivered(call.segments().subList(0, 2), "request");

        assertThatThrownBy(call::toWaiting)
                .hasMessage("3 of 3 segments of tenant a cannot leave InFlightBatch: 1 are left in it");
    }

    @Test
    void both_parts_of_a_split_batch_wait() {
        var parts = inFlight(5).toWaiting().split(2);

        assertThat(parts.first().size()).isEqualTo(2);
        assertThat(parts.rest().size()).isEqualTo(3);
        assertThat(page().queued()).isEqualTo(5);
        parts.first().toInFlight();
        assertThat(page().inFlight()).isEqualTo(2);
    }

    @Test
    void requeued_segments_are_polled_again_and_counted_as_retried() {
        var segments = inFlight(3).toWaiting();

        segments.toQueue(true);

        assertThat(page().retried()).isEqualTo(3);
        assertThat(page().queued()).isEqualTo(3);
        assertThat(flow.pollAny()).isNotNull().extracting(BatchState::segments).isEqualTo(segments.segments());
    }

    @Test
    void a_stored_batch_uses_no_memory_until_it_is_recalled() {
        var recalled = recalled(3);
        assertThat(budget.used()).isEqualTo(3 * BYTES);
        assertThat(page().spooled()).isZero();
        assertThat(page().queued()).isEqualTo(3);

        var call = recalled.toWaiting().toInFlight();
        call.delivered(call.segments(), null);

        assertThat(budget.used()).isZero();
        assertThat(page().delivered()).isEqualTo(3);
        assertThat(page().imbalance()).isZero();
    }

    private <S extends BatchState> void makesOneTransition(S state, Transition<S> transition,
            Stream<Arguments> others) {
        transition.make(state);
        assertThat(state.isOver()).isTrue();
        var after = page();
        long used = budget.used();

        others.forEach(other -> {
            @SuppressWarnings("unchecked")
            var second = (Transition<S>) other.get()[0];
            assertThatThrownBy(() -> second.make(state)).isInstanceOf(IllegalStateException.class);
        });

        assertThat(page()).isEqualTo(after);
        assertThat(after.imbalance()).isZero();
        assertThat(budget.used()).isEqualTo(used);
    }

    private RecalledBatch recalled(int segments) {
        var leaving = inFlight(segments).toLeaving();
        leaving.stored();
        assertThat(budget.used()).isZero();
        assertThat(page().spooled()).isEqualTo(segments);
        return flow.recall(leaving.batch());
    }

    private InFlightBatch inFlight(int segments) {
        for (int i = 0; i < segments; i++) {
            assertThat(flow.offer(TENANT, segment())).isEqualTo(Offer.ACCEPTED);
        }
        var call = flow.pollEarly(Destination.ONLY);
        assertThat(call).isNotNull().extracting(BatchState::size).isEqualTo(segments);
        assertThat(page().inFlight()).isEqualTo(segments);
        return call;
    }

    private LedgerSnapshot page() {
        return ledger.read(TENANT);
    }

    private static Segment segment() {
        return new Segment(Envelope.UNREADABLE, new byte[BYTES], new InetSocketAddress("127.0.0.1", 1), 0);
    }
}
