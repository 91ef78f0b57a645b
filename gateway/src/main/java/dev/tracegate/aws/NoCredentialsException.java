package dev.tracegate.aws;

/** There is nothing to sign with. Carries no stack: it is an expected state, met once per call while it lasts. */
final class NoCredentialsException extends RuntimeException {
    NoCredentialsException(String message) {
        super(message, null, false, false);
    }
}
