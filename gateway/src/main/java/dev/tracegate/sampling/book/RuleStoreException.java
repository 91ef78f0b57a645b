package dev.tracegate.sampling.book;

/** The rule store cannot be read or written. The message names the file and says what to do. */
public final class RuleStoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RuleStoreException(String message, Throwable cause) {
        super(message, cause);
    }

    public RuleStoreException(String message) {
        super(message);
    }
}
