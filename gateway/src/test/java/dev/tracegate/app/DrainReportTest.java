package dev.tracegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.flow.ledger.LedgerSnapshot;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.segment.RejectReason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DrainReportTest {
    private static final LedgerSnapshot ORDERS = page(18, 2, Map.of(ShedReason.DRAIN_DEADLINE, 3L), 6, 2,
            Map.of("tenant_keep_rate", 8L));
    private static final LedgerSnapshot STOCK = page(5, 0, Map.of(ShedReason.RATE_LIMIT, 4L), 0, 0, Map.of());

    @Test
    void lost_segments_are_reported_by_tenant() {
        assertThat(DrainReport.lostByTenant(Map.of("orders", ORDERS, "stock", STOCK))).isEqualTo("orders: 3");
    }

    @Test
    void the_books_of_all_tenants_are_summed_in_one_line() {
        assertThat(DrainReport.line(List.of(ORDERS, STOCK)))
                .isEqualTo(
                        "received 23 + restored 2 = rejected 2 + sampled out 8 + shed 7 + dead-lettered 0 + delivered 6 + spooled 2");
    }

    private static LedgerSnapshot page(long received, long restored, Map<ShedReason, Long> shed, long delivered,
            long spooled, Map<String, Long> sampledOut) {
        return new LedgerSnapshot(received, restored, 0, 0, 0, Map.of(RejectReason.MISSING_HEADER, 1L), sampledOut,
                shed, Map.of(),
                delivered,
                0, 0, 0, 0, spooled);
    }
}
