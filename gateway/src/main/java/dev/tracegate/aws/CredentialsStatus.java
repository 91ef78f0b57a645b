package dev.tracegate.aws;

import java.time.Instant;
import java.util.Optional;

/** What is known of the credentials, for readiness, metrics and the log; never a secret. */
public sealed interface CredentialsStatus {

    /** Nobody has asked yet, or the first answer is not there yet. */
    record Unknown() implements CredentialsStatus {}

    /** @param expires empty for those that do not expire */
    record Present(String accessKeyId, Optional<Instant> expires) implements CredentialsStatus {}

    /** @param problem what the last attempt to get some said */
    record Missing(String problem) implements CredentialsStatus {}
}
