package dev.tracegate.flow.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.flow.SegmentRefusal;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.segment.TraceId;
import dev.tracegate.tenant.TenantId;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private static final TenantId A = new TenantId("a");
    private static final TenantId B = new TenantId("b");
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    @Test
    void keeps_everything_but_the_document() {
        var letters = new DeadLetters(10, 100_000, () -> NOW);
        var envelope = new Envelope(new TraceId(0x65a1b2c3_00000000L, 0x42), 7, 0, 1, 2, false, false, false, false,
                false);

        letters.deadLettered(A, segment(envelope, 300), new SegmentRefusal("InvalidSegment", "no start time", "id-1"));

        assertThat(letters.youngest(any -> true, 5)).containsExactly(
                new DeadLetter(NOW, A, "1-65a1b2c3-000000000000000000000042", "0000000000000007", "InvalidSegment",
                        "no start time", "id-1", 300));
    }

    @Test
    void unreadable_ids_and_missing_values_are_null() {
        var letters = new DeadLetters(10, 100_000, () -> NOW);

        letters.deadLettered(A, segment(Envelope.UNREADABLE, 3), new SegmentRefusal("unknown", "", null));

        assertThat(letters.youngest(any -> true, 5))
                .containsExactly(new DeadLetter(NOW, A, null, null, "unknown", "", null, 3));
    }

    @Test
    void the_oldest_are_dropped_and_counted() {
        var letters = new DeadLetters(2, 100_000, () -> NOW);

        for (int i = 1; i <= 5; i++) {
            letters.deadLettered(A, segment(Envelope.UNREADABLE, i), new SegmentRefusal("No", "", null));
        }

        assertThat(letters.youngest(any -> true, 5)).extracting(DeadLetter::bytes).containsExactly(5, 4);
        assertThat(letters.dropped()).isEqualTo(3);
    }

    @Test
    void long_texts_are_cut_and_the_bytes_are_bounded() {
        var letters = new DeadLetters(1_000, 10_000, () -> NOW);

        for (int i = 0; i < 1_000; i++) {
            letters.deadLettered(A, segment(Envelope.UNREADABLE, i),
                    new SegmentRefusal("c".repeat(10_000), "m".repeat(10_000), "r".repeat(10_000)));
        }

        var kept = letters.youngest(any -> true, 1_000);
        assertThat(kept).hasSize(letters.size()).hasSizeBetween(4, 10_000 / 1_300);
        assertThat(kept.getFirst().message()).hasSize(500);
        assertThat(letters.dropped() + letters.size()).isEqualTo(1_000);
    }

    @Test
    void dead_letters_can_be_filtered_by_tenant() {
        var letters = new DeadLetters(10, 100_000, () -> NOW);
        letters.deadLettered(A, segment(Envelope.UNREADABLE, 1), new SegmentRefusal("No", "", null));
        letters.deadLettered(B, segment(Envelope.UNREADABLE, 2), new SegmentRefusal("No", "", null));
        letters.deadLettered(A, segment(Envelope.UNREADABLE, 3), new SegmentRefusal("No", "", null));

        assertThat(letters.youngest(letter -> letter.tenant().equals(A), 1)).extracting(DeadLetter::bytes)
                .containsExactly(3);
    }

    private static Segment segment(Envelope envelope, int bytes) {
        return new Segment(envelope, new byte[bytes], new InetSocketAddress("127.0.0.1", 1), 0);
    }
}
