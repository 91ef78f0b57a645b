package dev.tracegate.http;

/** Reading of a request body was ended. Status and message are for the caller. */
public final class BodyRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    BodyRefusal(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** 408, 413 or 503. */
    public int status() {
        return status;
    }
}
