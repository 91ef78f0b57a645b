package dev.tracegate.tenant;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether the calls to AWS of a tenant, or of the gateway, can be signed, as readiness, metrics and the admin API show it. Never holds a secret. */
public sealed interface CredentialState {

    /**
     * Calls can be signed.
     *
     * @param expiry null for keys that do not expire
     * @param source such as {@code environment} or {@code role arn:aws:iam::…}
     * @param keyId the access key id, its middle masked
     */
    record Present(@Nullable Instant expiry, String source, String keyId) implements CredentialState {}

    /**
     * Calls cannot be signed at the moment; fetches are repeated.
     *
     * @param error the reason, for the operator
     */
    record Missing(String error) implements CredentialState {}

    /**
     * Calls cannot be signed until somebody changes a policy or a setting; fetches are repeated rarely.
     *
     * @param error the reason, for the operator
     * @param notBefore earliest time of the next fetch
     */
    record Denied(String error, Instant notBefore) implements CredentialState {}
}
