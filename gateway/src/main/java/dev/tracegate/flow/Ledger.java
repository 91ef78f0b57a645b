package dev.tracegate.flow;

import dev.tracegate.segment.RejectReason;

/**
 * One tenant's page of the books. Each datagram received ends in exactly one of rejected, shed, dead-lettered and delivered; until then it is
 * queued, in flight or spooled. Written by the tenant's loop, read by any thread.
 */
final class Ledger {
    private final Count received = new Count();
    private final Count unreadable = new Count();
    private final Count replacedUtf8 = new Count();
    private final CountByReason<RejectReason> rejected = new CountByReason<>(RejectReason.class);
    private final CountByReason<ShedReason> shed = new CountByReason<>(ShedReason.class);
    private final CountByCode deadLettered = new CountByCode();
    private final Count delivered = new Count();
    private final Count retried = new Count();
    private final Count queued = new Count();
    private final Count queuedBytes = new Count();
    private final Count inFlight = new Count();
    private final Count restored = new Count();
    private final Count spooled = new Count();

    void received() {
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

    void queued(long segments, long bytes) {
        queued.add(segments);
        queuedBytes.add(bytes);
    }

    void inFlight(long segments) {
        inFlight.add(segments);
    }

    /** Found on disk at start. */
    void restored(long segments) {
        restored.add(segments);
        spooled.add(segments);
    }

    void spooled(long segments) {
        spooled.add(segments);
    }

    /** Segments that wait to be sent. */
    long waiting() {
        return queued.get() + spooled.get();
    }

    void delivered(long segments) {
        delivered.add(segments);
    }

    void retried(long segments) {
        retried.add(segments);
    }

    void shed(ShedReason reason, long segments) {
        shed.add(reason, segments);
    }

    void deadLettered(String code, long segments) {
        deadLettered.add(code, segments);
    }

    /** As {@link Balance#imbalance}, without an object for each count: it is asked of every tenant every few seconds. */
    long imbalance() {
        return received.get() + restored.get() - rejected.sum() - shed.sum() - deadLettered.sum() - delivered.get()
                - queued.get() - inFlight.get() - spooled.get();
    }

    /** A reading of all counts. Taken on the tenant's loop between tasks it balances; from elsewhere it may be a step apart. */
    Balance read() {
        return new Balance(received.get(), restored.get(), unreadable.get(), replacedUtf8.get(), rejected.read(),
                shed.read(),
                deadLettered.read(), delivered.get(), retried.get(), queued.get(), queuedBytes.get(),
                inFlight.get(), spooled.get());
    }
}
