package dev.tracegate.aws.http;

/** There are no credentials to sign with. An expected state, thrown once per call while it lasts, so it has no stack trace. */
public final class NoCredentialsException extends RuntimeException {
    private final boolean denied;
    private final boolean inProgress;

    public NoCredentialsException(String message) {
        this(message, false);
    }

    /** @param denied true if credentials are refused until somebody changes a policy; false if they are missing at the moment */
    public NoCredentialsException(String message, boolean denied) {
        this(message, denied, false);
    }

    private NoCredentialsException(String message, boolean denied, boolean inProgress) {
        super(message, null, false, false);
        this.denied = denied;
        this.inProgress = inProgress;
    }

    /** The credentials are being fetched, and the caller did not want to wait. */
    public static NoCredentialsException inProgress() {
        return new NoCredentialsException("the credentials are being fetched", false, true);
    }

    public boolean denied() {
        return denied;
    }

    public boolean isInProgress() {
        return inProgress;
    }
}
