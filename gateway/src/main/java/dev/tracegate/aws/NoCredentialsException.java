package dev.tracegate.aws;

/** There is nothing to sign with. Carries no stack: it is an expected state, met once per call while it lasts. */
final class NoCredentialsException extends RuntimeException {
    private final boolean denied;
    private final boolean coming;

    NoCredentialsException(String message) {
        this(message, false);
    }

    /** @param denied whether they are refused, until somebody changes a policy, and not only missing just now */
    NoCredentialsException(String message, boolean denied) {
        this(message, denied, false);
    }

    private NoCredentialsException(String message, boolean denied, boolean coming) {
        super(message, null, false, false);
        this.denied = denied;
        this.coming = coming;
    }

    /** They are being fetched, and the caller did not wait. */
    static NoCredentialsException coming() {
        return new NoCredentialsException("the credentials are being fetched", false, true);
    }

    boolean denied() {
        return denied;
    }

    boolean isComing() {
        return coming;
    }
}
