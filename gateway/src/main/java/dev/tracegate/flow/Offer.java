package dev.tracegate.flow;

import dev.tracegate.flow.ledger.ShedReason;

/** The result of offering a segment to its tenant's queue. */
public sealed interface Offer {

    /** The segment is in the queue. */
    record Accepted() implements Offer {}

    /** The segment was dropped. */
    record Shed(ShedReason reason) implements Offer {}

    Accepted ACCEPTED = new Accepted();
}
