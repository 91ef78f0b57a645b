package dev.tracegate.aws.http;

import java.io.IOException;

/** The other side sent what is no HTTP answer, such as a header with a control character. Carries no stack: it is no fault of this process. */
final class UnreadableAnswerException extends IOException {
    private static final long serialVersionUID = 1;

    UnreadableAnswerException(Throwable cause) {
        super("the answer is not valid HTTP: " + cause.getMessage());
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
