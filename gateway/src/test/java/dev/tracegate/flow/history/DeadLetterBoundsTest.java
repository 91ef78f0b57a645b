package dev.tracegate.flow.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.flow.SegmentRefusal;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeadLetterBoundsTest {
    @Test
    void a_dead_letter_counts_400_bytes_plus_2_per_character() {
        var bare = new DeadLetter(Instant.EPOCH, new TenantId("a"), null, null, "", "", null, 9);
        var full = new DeadLetter(Instant.EPOCH, new TenantId("a"), "12345", "1234", "123", "12", "1", 9);

        assertThat(bare.held()).isEqualTo(400);
        assertThat(full.held()).isEqualTo(400 + 2 * 15);
    }

    @Test
    void dead_letters_can_use_the_limit_to_the_last_byte() {
        var letters = new DeadLetters(10, 2L * (400 + 2 * "No".length()), () -> Instant.EPOCH);
        var segment = new Segment(Envelope.UNREADABLE, new byte[1], new InetSocketAddress("127.0.0.1", 1), 0);
        letters.deadLettered(new TenantId("a"), segment, new SegmentRefusal("No", "", null));
        letters.deadLettered(new TenantId("a"), segment, new SegmentRefusal("No", "", null));
        assertThat(letters.dropped()).isZero();

        letters.deadLettered(new TenantId("a"), segment, new SegmentRefusal("No", "", null));

        assertThat(letters.size()).isEqualTo(2);
        assertThat(letters.dropped()).isOne();
    }
}
