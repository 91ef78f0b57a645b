package dev.tracegate.aws.credentials;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether calls to AWS can be signed, as readiness and the summary show it. Never holds a secret. */
public sealed interface CredentialState {

    /**
     * They can.
     *
     * @param expiry null for keys that do not expire
     * @param source such as {@code environment} or {@code role arn:aws:iam::…}
     * @param keyId the access key id, its middle masked
     */
    record Present(@Nullable Instant expiry, String source, String keyId) implements CredentialState {}

    /**
     * They cannot.
     *
     * @param error why, for the operator
     */
    record Missing(String error) implements CredentialState {}

    /**
     * They cannot, and will not until somebody changes a policy or a setting.
     *
     * @param error why, for the operator
     * @param notBefore when they are asked for again at the earliest
     */
    record Denied(String error, Instant notBefore) implements CredentialState {}
}
