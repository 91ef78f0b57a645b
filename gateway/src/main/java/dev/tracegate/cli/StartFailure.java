package dev.tracegate.cli;

import io.vertx.core.Future;

/** The gateway cannot start. The message is for the operator; there is no stack trace. */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private StartFailure(String message) {
        super(message, null, false, false);
    }

    public static StartFailure because(String message) {
        return new StartFailure(message);
    }

    public static <T> Future<T> of(String message) {
        return Future.failedFuture(new StartFailure(message));
    }
}
