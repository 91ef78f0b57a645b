package dev.tracegate.flow.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.flow.history.Fate.State;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.segment.TraceId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FateRowsTest {
    private static final int ROWS = 5;

    private final FateRows rows = new FateRows(ROWS);

    /** All rows are written before the first is read, so a value in the wrong row is detected. */
    @Test
    void every_row_has_its_own_values() {
        for (int row = 0; row < ROWS; row++) {
            rows.write(row, trace(row), segment(row), 60_000 + row);
            rows.decide(row, 65_000 + row);
            rows.change(row, State.values()[row], 250 + row, received(row) + Duration.ofMillis(50 + row).toNanos());
            rows.request(row, 1_000 + row, 2_000 + row);
        }

        for (int row = 0; row < ROWS; row++) {
            assertThat(rows.isOf(row, trace(row))).isTrue();
            assertThat(rows.isOf(row, new TraceId(7 + row, 0))).as("the same high half").isFalse();
            assertThat(rows.isOf(row, new TraceId(0, 70 + row))).as("the same low half").isFalse();
            assertThat(rows.segmentId(row)).isEqualTo(700 + row);
            assertThat(rows.receivedNanos(row)).isEqualTo(received(row));
            assertThat(rows.bytes(row)).isEqualTo(10 + row);
            assertThat(rows.tenant(row)).isEqualTo(60_000 + row);
            assertThat(rows.port(row)).isEqualTo(65_000 + row);
            assertThat(Addresses.of(rows.sourceHigh(row), rows.sourceLow(row), rows.port(row))).isEqualTo(source(row));
            assertThat(rows.mark(row)).isEqualTo(FateRows.markOf(segment(row)));
            assertThat(rows.state(row)).isEqualTo(State.values()[row]);
            assertThat(rows.detail(row)).isEqualTo(250 + row);
            assertThat(rows.decision(row)).isEqualTo(65_000 + row);
            assertThat(rows.changedNanos(row)).isEqualTo(received(row) + Duration.ofMillis(50 + row).toNanos());
            assertThat(rows.requestHigh(row)).isEqualTo(1_000 + row);
            assertThat(rows.requestLow(row)).isEqualTo(2_000 + row);
        }
    }

    @Test
    void a_change_clears_the_request_id_and_stores_its_time_in_milliseconds_up_to_24_days() {
        rows.write(1, trace(1), segment(1), 1);
        rows.request(1, 5, 6);
        rows.change(1, State.SHED, 3, received(1) + Duration.ofDays(100).toNanos() + 999);

        assertThat(rows.requestHigh(1)).isZero();
        assertThat(rows.requestLow(1)).isZero();
        assertThat(rows.changedNanos(1) - received(1)).isEqualTo(Integer.MAX_VALUE * 1_000_000L);
        rows.change(1, State.SHED, 3, received(1) - 5_000_000);
        assertThat(rows.changedNanos(1)).as("a time before the arrival").isEqualTo(received(1));
    }

    @Test
    void a_reused_row_has_no_decision() {
        rows.write(1, trace(1), segment(1), 1);
        rows.decide(1, 5);
        rows.change(1, State.SAMPLED_OUT, 0, 0);
        rows.write(1, trace(1), segment(1), 1);

        assertThat(rows.decision(1)).isZero();
    }

    @Test
    void a_segment_matches_a_row_with_the_same_ids_and_size() {
        rows.write(1, trace(1), segment(1), 1);

        assertThat(rows.isLike(1, trace(1), segment(1))).isTrue();
        assertThat(rows.isLike(1, trace(2), segment(1))).isFalse();
        assertThat(rows.isLike(1, trace(1), segment(701, 12, 0))).as("another size").isFalse();
        assertThat(rows.isLike(1, trace(1), segment(702, 11, 0))).as("another id").isFalse();
    }

    @Test
    void a_segment_without_a_resolved_address_has_no_source() {
        rows.write(1, trace(1), segment(1), 1);
        var envelope = new Envelope(trace(1), 1, 0, 0, 0, false, false, false, false, false);
        rows.write(1, trace(1), new Segment(envelope, new byte[1], InetSocketAddress.createUnresolved("x", 9), 0), 1);

        assertThat(Addresses.of(rows.sourceHigh(1), rows.sourceLow(1), rows.port(1))).isNull();
    }

    @Test
    void addresses_of_both_families_are_read_back() throws java.net.UnknownHostException {
        var v6 = InetAddress.getByName("fd00::");
        assertThat(Addresses.of(0xfd00L << 48, 0, 5)).isEqualTo(new InetSocketAddress(v6, 5));
        assertThat(Addresses.of(0, 1, 5)).isEqualTo(new InetSocketAddress(InetAddress.getByName("::1"), 5));
        assertThat(Addresses.of(0, 0, 5)).isNull();
    }

    /** For 1,000 ids that differ in few bits the share of empty chains is that of a random hash, 37 %. */
    @Test
    void similar_segments_are_distributed_over_the_chains() {
        int size = 1_000;
        var many = new FateRows(size);
        var chains = new FateChains(size);
        var index = new FateIndex(many, chains, 42);
        var segments = IntStream.range(0, size).mapToObj(i -> segment(i, 10, i)).toList();
        for (int row = 0; row < size; row++) {
            many.write(row, trace(1), segments.get(row), 1);
            many.change(row, State.QUEUED, 0, 0);
            index.isInMemory(row, segments.get(row));
        }

        int found = 0;
        int longest = 0;
        int empty = 0;
        for (int chain = 0; chain < size; chain++) {
            int length = 0;
            long hash = Long.divideUnsigned(-1L, size) * chain + size;
            for (int row = chains.first(hash); row != FateChains.NONE; row = chains.next(row)) {
                length++;
            }
            found += length;
            longest = Math.max(longest, length);
            empty += length == 0 ? 1 : 0;
        }
        assertThat(found).isEqualTo(size);
        assertThat(longest).isLessThan(10);
        assertThat(empty).isBetween(300, 450);
        for (int row = 0; row < size; row++) {
            assertThat(index.inMemory(segments.get(row), State.WAITING)).isEqualTo(row);
        }
    }

    @Test
    void states_have_labels_and_the_last_four_are_final() {
        assertThat(State.DEAD_LETTERED.label()).isEqualTo("dead_lettered");
        assertThat(State.values()).filteredOn(State::isEnd)
                .containsExactly(State.DELIVERED, State.DEAD_LETTERED, State.SHED, State.SAMPLED_OUT);
    }

    private static long received(int row) {
        return 1_000_000_000L * (row + 1);
    }

    private static TraceId trace(int row) {
        return new TraceId(7 + row, 70 + row);
    }

    private static Segment segment(int row) {
        return segment(700 + row, 10 + row, received(row), row);
    }

    private static Segment segment(long id, int bytes, long received) {
        return segment(id, bytes, received, 1);
    }

    private static Segment segment(long id, int bytes, long received, int row) {
        var envelope = new Envelope(trace(1), id, 0, 0, 0, false, false, false, false, false);
        return new Segment(envelope, new byte[bytes], source(row), received);
    }

    private static InetSocketAddress source(int row) {
        return new InetSocketAddress(InetAddress.ofLiteral("fd00:0:0:" + row + "::" + (row + 1)), 65_000 + row);
    }
}
