package dev.tracegate.telemetry.metrics;

import dev.tracegate.tenant.CredentialState;
import java.util.Locale;
import java.util.Optional;

/**
 * The state of the gateway's credentials as a metric tag and in the summary. Not {@link CredentialState} itself: the tags are a contract, and
 * include some that this version never sets.
 */
public enum CredentialsTag {
    /** Embedded mode: nothing is signed. */
    NOT_NEEDED,
    /** Not fetched yet; not set by this version. */
    UNKNOWN,
    /** Calls can be signed. */
    VALID,
    /** Calls cannot be signed. */
    MISSING,
    /** Expired and not replaced; not set by this version, which reports {@link #MISSING}. */
    EXPIRED,
    /** Not accepted by X-Ray or STS; not set by this version. */
    REFUSED;

    /** @param state empty if no credentials are needed */
    public static CredentialsTag of(Optional<CredentialState> state) {
        return state.map(CredentialsTag::of).orElse(NOT_NEEDED);
    }

    private static CredentialsTag of(CredentialState state) {
        return switch (state) {
            case CredentialState.Present _ -> VALID;
            case CredentialState.Missing _,CredentialState.Denied _ -> MISSING;
        };
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the operator need not act. */
    public boolean ok() {
        return this == NOT_NEEDED || this == UNKNOWN || this == VALID;
    }
}
