package dev.tracegate.flow.ledger;

import dev.tracegate.budget.SingleWriterCounter;
import dev.tracegate.segment.RejectReason;

/**
 * One tenant's page of the ledger. Each datagram received ends as exactly one of rejected, sampled out, shed, dead-lettered and delivered; until then
 * it is queued, in flight or spooled. Written by the tenant's loop, read by any thread.
 */
public final class TenantLedger {
    private final SingleWriterCounter received = new SingleWriterCounter();
    private final SingleWriterCounter unreadable = new SingleWriterCounter();
    private final SingleWriterCounter replacedUtf8 = new SingleWriterCounter();
    private final SingleWriterCounter undecidable = new SingleWriterCounter();
    private final ReasonCounters<RejectReason> rejected = new ReasonCounters<>(RejectReason.class);
    private final ReasonCounters<ShedReason> shed = new ReasonCounters<>(ShedReason.class);
    private final BoundedCounterMap sampledOut = new BoundedCounterMap(BoundedCounterMap.MOST_RULES);
    private final BoundedCounterMap deadLettered = new BoundedCounterMap(BoundedCounterMap.MAX_CODES);
    private final SingleWriterCounter delivered = new SingleWriterCounter();
    private final SingleWriterCounter retried = new SingleWriterCounter();
    private final SingleWriterCounter queued = new SingleWriterCounter();
    private final SingleWriterCounter queuedBytes = new SingleWriterCounter();
    private final SingleWriterCounter inFlight = new SingleWriterCounter();
    private final SingleWriterCounter restored = new SingleWriterCounter();
    private final SingleWriterCounter spooled = new SingleWriterCounter();

    public void received() {
        received.increment();
    }

    void rejected(RejectReason reason) {
        rejected.add(reason, 1);
    }

    void unreadable() {
        unreadable.increment();
    }

    void replacedUtf8() {
        replacedUtf8.increment();
    }

    void undecidable() {
        undecidable.increment();
    }

    public void queued(long segments, long bytes) {
        queued.add(segments);
        queuedBytes.add(bytes);
    }

    public void inFlight(long segments) {
        inFlight.add(segments);
    }

    /** Segments of an earlier run were found on disk. */
    void restored(long segments) {
        restored.add(segments);
        spooled.add(segments);
    }

    public void spooled(long segments) {
        spooled.add(segments);
    }

    /** Segments that wait to be sent, in memory and on disk. */
    public long waiting() {
        return queued.get() + spooled.get();
    }

    /** Whether no segment of the tenant is in memory or on disk. */
    boolean isAtRest() {
        return queued.get() == 0 && inFlight.get() == 0 && spooled.get() == 0;
    }

    /** Adds the counts of another page, which is at rest. */
    void add(LedgerSnapshot page) {
        received.add(page.received());
        restored.add(page.restored());
        unreadable.add(page.unreadable());
        replacedUtf8.add(page.replacedUtf8());
        undecidable.add(page.undecidable());
        page.rejected().forEach(rejected::add);
        page.sampledOut().forEach(sampledOut::add);
        page.shed().forEach(shed::add);
        page.deadLettered().forEach(deadLettered::add);
        delivered.add(page.delivered());
        retried.add(page.retried());
    }

    public void delivered(long segments) {
        delivered.add(segments);
    }

    public void retried(long segments) {
        retried.add(segments);
    }

    /** Dropped by a sampling decision. */
    public void sampledOut(String rule) {
        sampledOut.add(rule, 1);
    }

    public void shed(ShedReason reason, long segments) {
        shed.add(reason, segments);
    }

    public void deadLettered(String code, long segments) {
        deadLettered.add(code, segments);
    }

    /** As {@link LedgerSnapshot#imbalance}, without objects: it is called for every tenant every few seconds. */
    long imbalance() {
        return received.get() + restored.get() - rejected.sum() - sampledOut.sum() - shed.sum() - deadLettered.sum()
                - delivered.get()
                - queued.get() - inFlight.get() - spooled.get();
    }

    /** A reading of all counts. It balances if taken on the tenant's loop between two tasks; on another thread it may be one segment off. */
    LedgerSnapshot read() {
        return new LedgerSnapshot(received.get(), restored.get(), unreadable.get(), replacedUtf8.get(),
                undecidable.get(), rejected.read(), sampledOut.read(), shed.read(),
                deadLettered.read(), delivered.get(), retried.get(), queued.get(), queuedBytes.get(),
                inFlight.get(), spooled.get());
    }
}
