package dev.tracegate.flow;

import dev.tracegate.flow.ledger.ShedReason;

/** The answer to a segment presented to a tenant's queue. */
public sealed interface Offer {

    /** It is in the queue. */
    record Accepted() implements Offer {}

    /** It was dropped on purpose. */
    record Shed(ShedReason reason) implements Offer {}

    Accepted ACCEPTED = new Accepted();
}
