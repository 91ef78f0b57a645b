package dev.tracegate.app.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.aws.xray.TelemetryCounts;
import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.flow.BatchLimits;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.SampledOut;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.sampling.head.KeepRate;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.segment.TraceId;
import dev.tracegate.tenant.TenantId;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class TelemetryTotalsTest {
    private final SegmentLedger books = new SegmentLedger();
    private final Flow flow = new Flow(new BatchLimits(50, 1_000, 0), new SegmentBudget(1_000), books);

    /** X-Ray's records have no place for it: spillover and rejected mean trouble, and there was none. */
    @Test
    void what_was_sampled_out_was_received_and_is_neither_spilled_nor_rejected() {
        books.shed(TenantId.DEFAULT, ShedReason.RATE_LIMIT);
        books.rejected(TenantId.DEFAULT, RejectReason.MISSING_HEADER);
        flow.sampledOut(TenantId.DEFAULT,
                new SampledOut(new TraceId(1, 1), 1, 10, new InetSocketAddress("127.0.0.1", 1), 0), KeepRate.of(0.1));

        assertThat(TelemetryTotals.of(books)).isEqualTo(new TelemetryCounts(3, 0, 1, 1));
    }
}
