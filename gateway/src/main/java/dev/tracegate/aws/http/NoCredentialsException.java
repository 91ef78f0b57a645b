package dev.tracegate.aws.http;

/** There is nothing to sign with. Carries no stack: it is an expected state, met once per call while it lasts. */
public final class NoCredentialsException extends RuntimeException {
    private final boolean denied;
    private final boolean coming;

    public NoCredentialsException(String message) {
        this(message, false);
    }

    /** @param denied whether they are refused, until somebody changes a policy, and not only missing just now */
    public NoCredentialsException(String message, boolean denied) {
        this(message, denied, false);
    }

    private NoCredentialsException(String message, boolean denied, boolean coming) {
        super(message, null, false, false);
        this.denied = denied;
        this.coming = coming;
    }

    /** They are being fetched, and the caller did not wait. */
    public static NoCredentialsException coming() {
        return new NoCredentialsException("the credentials are being fetched", false, true);
    }

    public boolean denied() {
        return denied;
    }

    public boolean isComing() {
        return coming;
    }
}
