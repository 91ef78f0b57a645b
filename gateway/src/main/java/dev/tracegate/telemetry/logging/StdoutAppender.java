package dev.tracegate.telemetry.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.OutputStream;

/** Lines to a stream that belongs to the process: it is flushed, never closed. */
final class StdoutAppender extends OutputStreamAppender<ILoggingEvent> {
    private StdoutAppender() {}

    static StdoutAppender started(LoggerContext context, LineEncoder encoder, OutputStream stdout) {
        var appender = new StdoutAppender();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(stdout);
        appender.start();
        return appender;
    }

    @Override
    protected void closeOutputStream() {}
}
