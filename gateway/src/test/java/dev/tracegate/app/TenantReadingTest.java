package dev.tracegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.TenantId;
import org.junit.jupiter.api.Test;

class TenantReadingTest {

    /** Else each of a tenant's thirty meters would read all of the tenant's counts. */
    @Test
    void a_reading_is_taken_once_and_stays_as_it_was() {
        var books = new SegmentLedger();
        books.rejected(TenantId.DEFAULT, RejectReason.EMPTY_DATAGRAM);
        var reading = TenantReading.all(books).getFirst();

        books.rejected(TenantId.DEFAULT, RejectReason.EMPTY_DATAGRAM);

        assertThat(reading.received()).isEqualTo(1);
        assertThat(reading.rejected(RejectReason.EMPTY_DATAGRAM)).isEqualTo(1);
    }
}
