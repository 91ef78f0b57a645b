package dev.tracegate.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.segment.TraceId;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TraceGroupsTest {
    private static final TraceId ONE = new TraceId(1, 1);
    private static final TraceId TWO = new TraceId(1, 2);

    private final TraceGroups groups = new TraceGroups();

    @Test
    void the_oldest_group_can_be_of_every_kind() {
        groups.add(segment(ONE, false, 30));
        groups.add(segment(null, false, 20));
        groups.add(segment(TWO, true, 10));

        assertThat(removedInOrder()).containsExactly(10L, 20L, 30L);
    }

    @Test
    void among_equally_old_groups_one_with_a_trace_and_without_a_failure_is_first() {
        groups.add(segment(null, true, 7));
        groups.add(segment(TWO, true, 7));
        groups.add(segment(null, false, 7));
        groups.add(segment(ONE, false, 7));

        assertThat(groups.oldest()).isNotNull().extracting(TraceGroup::trace).isEqualTo(ONE);
    }

    @Test
    void a_time_that_overflowed_is_later() {
        groups.add(segment(ONE, false, Long.MIN_VALUE + 5));
        groups.add(segment(null, false, Long.MAX_VALUE - 5));

        assertThat(removedInOrder()).containsExactly(Long.MAX_VALUE - 5, Long.MIN_VALUE + 5);
    }

    @Test
    void failed_groups_are_more_valuable_than_ordinary_ones_of_any_age() {
        groups.add(segment(null, true, 1));
        groups.add(segment(ONE, false, 5));

        var ordinary = groups.leastValuable(false);
        assertThat(ordinary).isNotNull().extracting(TraceGroup::trace).isEqualTo(ONE);
        groups.remove(ordinary);
        assertThat(groups.leastValuable(true)).isNull();
        var failed = groups.leastValuable(false);
        assertThat(failed).isNotNull().extracting(TraceGroup::oldestNanos).isEqualTo(1L);
        groups.remove(failed);
        assertThat(groups.leastValuable(false)).isNull();
        assertThat(groups.oldest()).isNull();
    }

    @Test
    void returned_segments_are_the_oldest_of_their_trace_again() {
        groups.add(segment(ONE, false, 50));
        var first = segment(ONE, false, 1);
        var second = segment(ONE, false, 2);
        var single = segment(null, false, 3);

        groups.putBack(List.of(first, second, single));

        var group = groups.oldest();
        assertThat(group).isNotNull();
        assertThat(group.segments()).extracting(Segment::receivedNanos).containsExactly(1L, 2L, 50L);
        assertThat(group.size()).isEqualTo(3);
        assertThat(group.bytes()).isEqualTo(30);
        assertThat(removedInOrder()).containsExactly(1L, 3L);
    }

    @Test
    void a_returned_trace_precedes_newer_ones() {
        groups.add(segment(TWO, false, 9));
        groups.putBack(List.of(segment(ONE, false, 9)));

        assertThat(groups.oldest()).isNotNull().extracting(TraceGroup::trace).isEqualTo(ONE);
    }

    @Test
    void a_group_moves_segments_within_the_limits_of_a_batch_and_at_least_one() {
        var group = new TraceGroup(ONE);
        for (int i = 0; i < 4; i++) {
            group.add(segment(ONE, false, i));
        }
        var moved = new ArrayList<Segment>();

        assertThat(group.moveTo(moved, new BatchLimits(3, 25, 0), 0)).as("two of 10 bytes").isEqualTo(20);
        assertThat(group.bytes()).isEqualTo(20);
        assertThat(group.size()).isEqualTo(2);
        assertThat(group.oldestNanos()).isEqualTo(2);
        assertThat(group.moveTo(moved, new BatchLimits(3, 30, 0), 20)).as("one more").isEqualTo(10);
        assertThat(group.moveTo(moved, new BatchLimits(3, 1_000, 0), 30)).as("three are full").isZero();
        assertThat(group.moveTo(new ArrayList<>(), new BatchLimits(3, 5, 0), 0)).as("larger than a batch")
                .isEqualTo(10);
        assertThat(group.isEmpty()).isTrue();
        assertThat(group.bytes()).isZero();
        assertThat(moved).extracting(Segment::receivedNanos).containsExactly(0L, 1L, 2L);
    }

    @Test
    void a_batch_at_its_limits_fits_and_is_full() {
        var limits = new BatchLimits(3, 30, 0);

        assertThat(limits.fits(3, 30)).isTrue();
        assertThat(limits.fits(4, 30)).isFalse();
        assertThat(limits.fits(3, 31)).isFalse();
        assertThat(limits.full(2, 29)).isFalse();
        assertThat(limits.full(3, 0)).isTrue();
        assertThat(limits.full(1, 30)).isTrue();
    }

    private List<Long> removedInOrder() {
        var times = new ArrayList<Long>();
        for (var group = groups.oldest(); group != null; group = groups.oldest()) {
            times.add(group.oldestNanos());
            groups.remove(group);
        }
        return times;
    }

    private static Segment segment(@Nullable TraceId trace, boolean fault, long received) {
        var envelope = new Envelope(trace, 1, 0, 0, 0, false, false, false, fault, false);
        return new Segment(envelope, new byte[10], new InetSocketAddress("127.0.0.1", 1), received);
    }
}
