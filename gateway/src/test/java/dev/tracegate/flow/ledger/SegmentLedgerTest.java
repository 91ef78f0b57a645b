package dev.tracegate.flow.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.TenantId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SegmentLedgerTest {
    private final SegmentLedger books = new SegmentLedger();

    @Test
    void a_reading_takes_a_bounded_number_of_pages_per_step() {
        int tenants = 2 * LedgerReading.PAGES_A_STEP + 1;
        IntStream.range(0, tenants)
                .forEach(i -> books.rejected(new TenantId("tenant-" + i), RejectReason.EMPTY_DATAGRAM));

        var reading = books.reading();

        assertThat(reading.step()).isEmpty();
        assertThat(reading.step()).isEmpty();
        assertThat(reading.step()).hasValueSatisfying(all -> assertThat(all).hasSize(tenants).isEqualTo(books.read()));
    }

    @Test
    void books_without_a_page_are_read_in_one_step() {
        assertThat(books.reading().step()).hasValueSatisfying(all -> assertThat(all).isEmpty());
    }

    @Test
    void a_tenant_is_unbalanced_while_a_count_is_missing() {
        books.rejected(new TenantId("right"), RejectReason.EMPTY_DATAGRAM);
        var wrong = new TenantId("wrong");
        books.of(wrong).received();
        books.of(wrong).deadLettered("code", 3);

        assertThat(books.unbalanced()).containsOnlyKeys("wrong");
        assertThat(books.unbalanced().get("wrong").imbalance()).isEqualTo(books.of(wrong).imbalance()).isEqualTo(-2);
    }
}
