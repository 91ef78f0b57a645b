package dev.tracegate.app;

import dev.tracegate.flow.ledger.LedgerSnapshot;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.telemetry.metrics.TenantView;
import dev.tracegate.tenant.TenantId;
import java.util.List;
import java.util.Map;

/** One tenant's ledger at one moment. */
record TenantReading(TenantId tenant, LedgerSnapshot balance) implements TenantView {

    /** A reading of every tenant that has a ledger. Any thread. */
    static List<TenantReading> all(SegmentLedger ledger) {
        return ledger.pages()
                .entrySet()
                .stream()
                .map(page -> new TenantReading(page.getKey(), page.getValue()))
                .toList();
    }

    @Override
    public long received() {
        return balance.received();
    }

    @Override
    public long rejected(RejectReason reason) {
        return balance.rejected().getOrDefault(reason, 0L);
    }

    @Override
    public long unreadable() {
        return balance.unreadable();
    }

    @Override
    public long invalidUtf8() {
        return balance.replacedUtf8();
    }

    @Override
    public long queuedSegments() {
        return balance.queued();
    }

    @Override
    public long queuedBytes() {
        return balance.queuedBytes();
    }

    @Override
    public long inFlight() {
        return balance.inFlight();
    }

    @Override
    public long spooled() {
        return balance.spooled();
    }

    @Override
    public long restored() {
        return balance.restored();
    }

    @Override
    public long delivered() {
        return balance.delivered();
    }

    @Override
    public long retried() {
        return balance.retried();
    }

    @Override
    public long undecidable() {
        return balance.undecidable();
    }

    @Override
    public Map<String, Long> sampledOut() {
        return balance.sampledOut();
    }

    @Override
    public long shed(ShedReason reason) {
        return balance.shed().getOrDefault(reason, 0L);
    }

    @Override
    public Map<String, Long> deadLettered() {
        return balance.deadLettered();
    }
}
