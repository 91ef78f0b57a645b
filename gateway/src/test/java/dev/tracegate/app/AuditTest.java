package dev.tracegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.flow.ledger.LedgerSnapshot;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.TenantId;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditTest {
    private final SegmentLedger books = new SegmentLedger();
    private final Audit audit = new Audit(books::unbalanced);

    @Test
    void books_that_balance_are_not_off() {
        books.rejected(TenantId.DEFAULT, RejectReason.MISSING_HEADER);

        audit.run();

        assertThat(audit.imbalance()).isZero();
    }

    @Test
    void a_segment_that_is_found_on_disk_and_given_up_there_balances() {
        books.restored(TenantId.DEFAULT, 7);
        books.shedFromSpool(TenantId.DEFAULT, ShedReason.BUFFER_FULL, 3);

        audit.run();

        assertThat(audit.imbalance()).isZero();
        assertThat(books.read(TenantId.DEFAULT).spooled()).isEqualTo(4);
    }

    @Test
    void books_that_are_off_are_told_in_segments_for_as_long_as_they_are() {
        var pages = new HashMap<String, LedgerSnapshot>();
        var lossy = new Audit(() -> pages);

        pages.put("lost-three", delivered(10, 7));
        pages.put("twice-once", delivered(4, 5));
        lossy.run();
        lossy.run();
        assertThat(lossy.imbalance()).isEqualTo(4);

        pages.put("lost-three", delivered(10, 10));
        lossy.run();
        assertThat(lossy.imbalance()).isEqualTo(1);
    }

    private static LedgerSnapshot delivered(long received, long delivered) {
        return new LedgerSnapshot(received, 0, 0, 0, Map.of(), Map.of(), Map.of(), delivered, 0, 0, 0, 0, 0);
    }
}
