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
    void balanced_books_have_no_imbalance() {
        books.rejected(TenantId.DEFAULT, RejectReason.MISSING_HEADER);

        audit.run();

        assertThat(audit.imbalance()).isZero();
    }

    @Test
    void segments_restored_from_disk_and_shed_there_balance() {
        books.restored(TenantId.DEFAULT, 7);
        books.shedFromSpool(TenantId.DEFAULT, ShedReason.BUFFER_FULL, 3);

        audit.run();

        assertThat(audit.imbalance()).isZero();
        assertThat(books.read(TenantId.DEFAULT).spooled()).isEqualTo(4);
    }

    @Test
    void the_imbalance_is_reported_in_segments_while_it_lasts() {
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
        return new LedgerSnapshot(received, 0, 0, 0, 0, Map.of(), Map.of(), Map.of(), Map.of(), delivered, 0, 0, 0, 0,
                0);
    }
}
