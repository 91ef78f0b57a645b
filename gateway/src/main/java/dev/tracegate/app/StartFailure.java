package dev.tracegate.app;

import io.vertx.core.Future;

/** The gateway cannot start; the message is all that the operator needs. */
final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private StartFailure(String message) {
        super(message, null, false, false);
    }

    static StartFailure because(String message) {
        return new StartFailure(message);
    }

    static <T> Future<T> of(String message) {
        return Future.failedFuture(new StartFailure(message));
    }
}
