package dev.tracegate.embedded.api;

import dev.tracegate.embedded.store.NewDocument;

/** Result of X-Ray's checks of a document. */
sealed interface CheckResult {

    record Accepted(NewDocument document) implements CheckResult {}

    record Rejected(UnprocessedDocument document) implements CheckResult {}
}
