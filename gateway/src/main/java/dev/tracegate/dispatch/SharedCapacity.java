package dev.tracegate.dispatch;

import dev.tracegate.flow.Batch;

/** Limits that all routes share: calls in flight, bytes of their documents, and bytes that wait for another attempt. */
final class SharedCapacity {
    private final FairShareLimit calls;
    private final FairShareLimit bytes;
    private final FairShareLimit postponed;
    private int routes;

    /**
     * @param calls maximum calls in flight
     * @param bytes maximum bytes of documents in these calls; the body of a request is a second copy of its documents
     * @param postponed maximum bytes of documents that wait for another attempt. Others wait in the queues, where they can be stored, or shed in the order
     *     of their value
     */
    SharedCapacity(int calls, long bytes, long postponed) {
        this.calls = new FairShareLimit(calls);
        this.bytes = new FairShareLimit(bytes);
        this.postponed = new FairShareLimit(postponed);
    }

    void addRoute() {
        routes++;
    }

    void removeRoute() {
        routes--;
    }

    boolean hasSlot() {
        return calls.hasRoom() && bytes.hasRoom();
    }

    boolean hasSlotFor(int ownCalls, long ownBytes) {
        return calls.hasRoomFor(ownCalls, routes) && bytes.hasRoomFor(ownBytes, routes);
    }

    void started(Batch batch) {
        calls.take(1);
        bytes.take(batch.bytes());
    }

    void ended(Batch batch) {
        calls.give(1);
        bytes.give(batch.bytes());
    }

    /** @param own bytes of the route that wait for another attempt */
    boolean mayPostponeMore(long own) {
        return own == 0 || postponed.hasRoomFor(own, routes);
    }

    void postponed(long more) {
        postponed.take(more);
    }
}
