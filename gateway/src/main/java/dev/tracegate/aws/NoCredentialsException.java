package dev.tracegate.aws;

/** There is nothing to sign with. Carries no stack: it is an expected state, met once per call while it lasts. */
final class NoCredentialsException extends RuntimeException {
    private final boolean denied;

    NoCredentialsException(String message) {
        this(message, false);
    }

    /** @param denied whether they are refused, until somebody changes a policy, and not only missing just now */
    NoCredentialsException(String message, boolean denied) {
        super(message, null, false, false);
        this.denied = denied;
    }

    boolean denied() {
        return denied;
    }
}
