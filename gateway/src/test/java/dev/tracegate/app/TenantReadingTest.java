package dev.tracegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.TenantId;
import org.junit.jupiter.api.Test;

class TenantReadingTest {

    /** Without the snapshot, each of the thirty meters of a tenant would read all counts of the tenant. */
    @Test
    void a_reading_is_an_immutable_snapshot() {
        var books = new SegmentLedger();
        books.rejected(TenantId.DEFAULT, RejectReason.EMPTY_DATAGRAM);
        var reading = TenantReading.all(books).getFirst();

        books.rejected(TenantId.DEFAULT, RejectReason.EMPTY_DATAGRAM);

        assertThat(reading.received()).isEqualTo(1);
        assertThat(reading.rejected(RejectReason.EMPTY_DATAGRAM)).isEqualTo(1);
    }
}
