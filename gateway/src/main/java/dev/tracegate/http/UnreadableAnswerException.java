package dev.tracegate.http;

import java.io.IOException;

/** The answer is not valid HTTP, for example a header with a control character. Not a bug of this process, so it has no stack trace. */
public final class UnreadableAnswerException extends IOException {
    private static final long serialVersionUID = 1;

    UnreadableAnswerException(Throwable cause) {
        super("the answer is not valid HTTP: " + cause.getMessage());
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
