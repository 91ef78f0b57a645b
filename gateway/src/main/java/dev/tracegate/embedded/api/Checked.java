package dev.tracegate.embedded.api;

import dev.tracegate.embedded.store.NewDocument;

/** What X-Ray's checks make of a document. */
sealed interface Checked {

    record Accepted(NewDocument document) implements Checked {}

    record Refused(Refusal refusal) implements Checked {}
}
