package dev.tracegate.flow.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.flow.Batch;
import dev.tracegate.flow.SampledOut;
import dev.tracegate.flow.SegmentRefusal;
import dev.tracegate.flow.history.Fate.State;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.sampling.head.KeepRate;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.segment.TraceId;
import dev.tracegate.tenant.TenantId;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentHistoryTest {
    private static final TenantId TENANT = new TenantId("orders");
    private static final TraceId TRACE = new TraceId(0x65a1b2c3_00000000L, 0x42L);
    private static final InetSocketAddress SOURCE = new InetSocketAddress("10.0.1.7", 40_000);
    private static final String REQUEST = "0f0e0d0c-1111-4222-8333-444455556666";
    private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");
    private static final long SECOND = 1_000_000_000L;

    private long now;
    private final SegmentHistory fates = fates(3);

    @Test
    void a_fate_has_the_tenant_the_source_the_size_and_the_time_of_a_segment() {
        now = 5 * SECOND;
        fates.queued(TENANT, segment(7, 300));
        now = 9 * SECOND;

        assertThat(found(fates, TRACE, 10)).isEqualTo(new TraceFates(START, 1,
                List.of(new Fate("0000000000000007", TENANT, SOURCE, 300, START.plusSeconds(5), State.QUEUED,
                        START.plusSeconds(5), null, null, null))));
    }

    @Test
    void tells_by_which_keep_rate_a_segment_was_kept_until_it_is_forgotten() {
        var segment = segment(7, 300);
        fates.kept(segment, KeepRate.of(0.1));
        fates.queued(TENANT, segment);
        fates.started(Batch.of(TENANT, List.of(segment)));
        fates.delivered(TENANT, List.of(segment), REQUEST);
        fates.queued(TENANT, segment(8, 300));

        assertThat(found(fates, TRACE, 10).segments()).extracting(Fate::decision)
                .containsExactly("kept: tenant keep rate 10 %", null);
    }

    @Test
    void a_segment_that_is_shed_on_arrival_was_kept_before() {
        now = SECOND;
        var segment = segment(7, 300);
        fates.kept(segment, KeepRate.of(0.5));
        fates.shed(TENANT, List.of(segment), ShedReason.QUEUE_FULL);

        assertThat(found(fates, TRACE, 10).segments()).singleElement()
                .returns("queue_full", Fate::reason)
                .returns("kept: tenant keep rate 50 %", Fate::decision);
    }

    @Test
    void tells_that_a_document_was_dropped_by_which_rule_and_rate() {
        now = 6 * SECOND;
        fates.sampledOut(TENANT, new SampledOut(TRACE, 9, 280, SOURCE, 5 * SECOND), KeepRate.of(0.015));

        assertThat(found(fates, TRACE, 10).segments()).containsExactly(
                new Fate("0000000000000009", TENANT, SOURCE, 280, START.plusSeconds(5), State.SAMPLED_OUT,
                        START.plusSeconds(6), "tenant_keep_rate", null, "dropped: tenant keep rate 1.5 %"));
    }

    @Test
    void of_more_rates_than_have_a_number_the_rate_is_not_told() {
        var many = fates(KeepRateNumbers.MOST + 1);
        for (int i = 0; i <= KeepRateNumbers.MOST; i++) {
            many.sampledOut(TENANT, new SampledOut(TRACE, i, 1, SOURCE, 1), KeepRate.of(0.001 * (i + 1)));
        }

        assertThat(found(many, TRACE, 1_000).segments()).extracting(Fate::decision)
                .startsWith("dropped: tenant keep rate 0.1 %")
                .contains("dropped: tenant keep rate 12.8 %")
                .endsWith("dropped: tenant keep rate");
    }

    static Stream<Arguments> paths() {
        return Stream.of(
                path("the call is in flight", State.IN_FLIGHT, null, null, (fates, batch) -> fates.started(batch)),
                path("the call failed", State.WAITING, null, null, (fates, batch) -> {
                    fates.started(batch);
                    fates.waiting(batch);
                }), path("it was spooled", State.SPOOLED, null, null, (fates, batch) -> {
                    fates.started(batch);
                    fates.spooled(batch);
                }), path("it was delivered", State.DELIVERED, null, UUID.fromString(REQUEST), (fates, batch) -> {
                    fates.started(batch);
                    fates.delivered(TENANT, batch.segments(), REQUEST);
                }), path("it was refused", State.DEAD_LETTERED, "InvalidSegment", UUID.fromString(REQUEST),
                        (fates, batch) -> {
                            fates.started(batch);
                            fates.deadLettered(TENANT, batch.segments().getFirst(),
                                    new SegmentRefusal("InvalidSegment", "no", REQUEST));
                        }),
                path("it was shed", State.SHED, "buffer_full", null,
                        (fates, batch) -> fates.shed(TENANT, batch.segments(), ShedReason.BUFFER_FULL)));
    }

    private static Arguments path(String name, State state, @Nullable String reason, @Nullable UUID request,
            BiConsumer<SegmentHistory, Batch> steps) {
        return Arguments.of(name, state, reason, request, steps);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("paths")
    void a_fate_has_the_last_state_its_time_the_reason_and_the_request_id(String name, State state,
            @Nullable String reason, @Nullable UUID request,
            BiConsumer<SegmentHistory, Batch> steps) {
        var segment = segment(7, 300);
        fates.queued(TENANT, segment);
        now = 2 * SECOND;

        steps.accept(fates, Batch.of(TENANT, List.of(segment)));

        var fate = only();
        assertThat(List.of(fate.state(), fate.received(), fate.changed())).containsExactly(state, START,
                START.plusSeconds(2));
        assertThat(fate.reason()).as(name).isEqualTo(reason);
        assertThat(fate.requestId()).isEqualTo(request);
    }

    @Test
    void a_segment_shed_on_arrival_is_recorded() {
        now = 1;

        fates.shed(TENANT, List.of(segment(7, 300)), ShedReason.QUEUE_FULL);

        assertThat(only().state()).isEqualTo(State.SHED);
        assertThat(only().reason()).isEqualTo("queue_full");
    }

    @Test
    void a_segment_restored_from_disk_keeps_its_row() {
        var segment = segment(7, 300);
        fates.queued(TENANT, segment);
        now = 4 * SECOND;
        fates.spooled(Batch.of(TENANT, List.of(segment)));
        now = 8 * SECOND;
        var back = new Segment(segment.envelope(), new byte[300], SOURCE, 4 * SECOND - 17);

        fates.waiting(Batch.of(TENANT, List.of(back)));
        assertThat(only().state()).isEqualTo(State.WAITING);
        fates.started(Batch.of(TENANT, List.of(back)));
        fates.delivered(TENANT, List.of(back), REQUEST);

        assertThat(only().state()).isEqualTo(State.DELIVERED);
        assertThat(only().received()).isEqualTo(START);
    }

    @Test
    void a_segment_restored_from_a_previous_run_gets_a_new_row() {
        now = 8 * SECOND;
        var back = new Segment(envelope(7), new byte[300], SOURCE, -60 * SECOND);

        fates.waiting(Batch.of(TENANT, List.of(back)));
        fates.started(Batch.of(TENANT, List.of(back)));
        fates.waiting(Batch.of(TENANT, List.of(back)));

        assertThat(only().state()).isEqualTo(State.WAITING);
        assertThat(only().received()).isEqualTo(START.minusSeconds(60));
        assertThat(found(fates, TRACE, 10).since()).isEqualTo(START);
    }

    @Test
    void equal_segments_that_were_spooled_together_end_separately() {
        var equalSegments = List.of(segment(7, 300), segment(7, 300));
        equalSegments.forEach(segment -> fates.queued(TENANT, segment));
        fates.started(Batch.of(TENANT, equalSegments));
        fates.spooled(Batch.of(TENANT, equalSegments));
        now = 3;
        var back = List.of(segment(7, 300), segment(7, 300));
        fates.waiting(Batch.of(TENANT, back));
        fates.started(Batch.of(TENANT, back));

        fates.delivered(TENANT, List.of(back.getFirst()), REQUEST);
        fates.shed(TENANT, List.of(back.getLast()), ShedReason.DRAIN_DEADLINE);

        assertThat(found(fates, TRACE, 10).segments()).extracting(Fate::state)
                .containsExactlyInAnyOrder(State.DELIVERED, State.SHED);
    }

    @Test
    void the_oldest_row_is_overwritten_and_the_result_has_the_start_of_the_history() {
        for (now = 1; now <= 5; now++) {
            fates.queued(TENANT, segment(now, 10));
        }
        now = 5;

        var result = found(fates, TRACE, 10);

        assertThat(result.segments()).extracting(Fate::segmentId)
                .containsExactly("0000000000000003", "0000000000000004", "0000000000000005");
        assertThat(result.since()).isEqualTo(START.plusNanos(2));
    }

    @Test
    void transitions_of_an_overwritten_segment_change_nothing() {
        var forgotten = segment(7, 300);
        fates.queued(TENANT, forgotten);
        for (now = 1; now <= 3; now++) {
            fates.queued(TENANT, segment(now, 10));
        }
        var before = found(fates, TRACE, 10);

        fates.started(Batch.of(TENANT, List.of(forgotten)));
        fates.shed(TENANT, List.of(forgotten), ShedReason.BUFFER_FULL);

        assertThat(found(fates, TRACE, 10)).isEqualTo(before);
    }

    @Test
    void the_newest_segments_of_a_long_trace_are_returned_and_all_are_counted() {
        for (now = 1; now <= 3; now++) {
            fates.queued(TENANT, segment(now, 10));
        }

        var result = found(fates, TRACE, 2);

        assertThat(result.seen()).isEqualTo(3);
        assertThat(result.segments()).extracting(Fate::segmentId)
                .containsExactly("0000000000000002", "0000000000000003");
    }

    @Test
    void a_segment_without_a_readable_trace_id_is_ignored() {
        var unreadable = List.of(new Segment(Envelope.UNREADABLE, new byte[3], SOURCE, 1));
        now = 1;

        fates.queued(TENANT, unreadable.getFirst());
        fates.waiting(Batch.of(TENANT, unreadable));
        fates.delivered(TENANT, unreadable, REQUEST);
        fates.shed(TENANT, unreadable, ShedReason.BUFFER_FULL);

        assertThat(found(fates, new TraceId(0, 0), 10).segments()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "255.255.255.255", "::1", "fd00::1:2:3", "2001:db8::ffff:1.2.3.4"})
    void sources_can_have_ipv4_and_ipv6_addresses(String address) {
        var source = new InetSocketAddress(address, 65_535);

        fates.queued(TENANT, new Segment(envelope(7), new byte[1], source, 0));

        assertThat(only().source()).isEqualTo(source);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1-2-3-4-5", "not a uuid, but as long as one is...."})
    void an_invalid_request_id_is_omitted(String requestId) {
        var segment = segment(7, 300);
        fates.queued(TENANT, segment);

        fates.delivered(TENANT, List.of(segment), requestId);

        assertThat(only().requestId()).isNull();
    }

    @Test
    void codes_beyond_the_bound_are_recorded_as_other() {
        var many = fates(200);
        for (now = 0; now < 200; now++) {
            var segment = segment(now + 1, 10);
            many.queued(TENANT, segment);
            many.deadLettered(TENANT, segment, new SegmentRefusal("Code" + now, "", null));
        }

        var reasons = found(many, TRACE, 200).segments().stream().map(Fate::reason).distinct().toList();

        assertThat(reasons).hasSize(65).contains("other");
    }

    /** With singly linked chains, which must be traversed to remove a row, this test would take minutes. */
    @Test
    void repeated_equal_segments_do_not_slow_the_history_down() {
        var large = fates(100_000);
        var sent = IntStream.range(0, 200_000)
                .mapToObj(i -> new Segment(envelope(7), new byte[10], SOURCE, i))
                .toList();

        for (var segment : sent) {
            var batch = new Batch(TENANT, List.of(segment), 10);
            large.queued(TENANT, segment);
            large.started(batch);
            large.spooled(batch);
        }
        for (int i = 0; i < 100_000; i++) {
            large.waiting(new Batch(TENANT, List.of(new Segment(envelope(7), new byte[10], SOURCE, -i - 1)), 10));
        }

        assertThat(found(large, TRACE, 200_000).segments()).hasSize(100_000)
                .allMatch(fate -> fate.state() == State.WAITING);
    }

    private Fate only() {
        var result = found(fates, TRACE, 10);
        assertThat(result.segments()).hasSize(1);
        return result.segments().getFirst();
    }

    private SegmentHistory fates(int segments) {
        return new SegmentHistory(SegmentHistory.FIXED + (long) segments * SegmentHistory.WIDTH, () -> now,
                () -> START.plusNanos(now), 42);
    }

    private Segment segment(long id, int bytes) {
        return new Segment(envelope(id), new byte[bytes], SOURCE, now);
    }

    private static Envelope envelope(long id) {
        return new Envelope(TRACE, id, 0, 1, 2, false, false, false, false, false);
    }

    private static TraceFates found(SegmentHistory fates, TraceId trace, int most) {
        var search = fates.search(trace, most);
        return Stream.generate(search::step).flatMap(Optional::stream).findFirst().orElseThrow();
    }

    @Test
    void a_search_reads_a_bounded_number_of_rows_per_step() {
        int rows = 3 * FateSearch.ROWS_PER_STEP + 1;
        var large = fates(rows);
        for (int i = 0; i < rows; i++) {
            large.queued(TENANT, segment(7, 10));
        }

        var search = large.search(TRACE, 10);
        for (int step = 0; step < 3; step++) {
            assertThat(search.step()).isEmpty();
        }

        assertThat(search.step()).hasValueSatisfying(result -> assertThat(result.seen()).isEqualTo(rows));
    }

    @Test
    void a_search_omits_rows_overwritten_between_two_steps_and_includes_new_ones() {
        var envelope = new Envelope(new TraceId(1, 1), 7, 0, 1, 2, false, false, false, false, false);
        var other = new Segment(envelope, new byte[10], SOURCE, now);
        int rows = FateSearch.ROWS_PER_STEP + 2;
        var large = fates(rows);
        large.queued(TENANT, segment(7, 10));
        IntStream.range(1, rows).forEach(i -> large.queued(TENANT, other));
        var search = large.search(TRACE, 10);
        assertThat(search.step()).isEmpty();

        large.queued(TENANT, other);
        large.queued(TENANT, segment(7, 10));

        assertThat(search.step()).hasValueSatisfying(result -> {
            assertThat(result.seen()).isEqualTo(2);
            assertThat(result.segments()).hasSize(1);
        });
    }
}
