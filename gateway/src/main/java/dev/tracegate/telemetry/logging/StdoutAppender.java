package dev.tracegate.telemetry.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.OutputStream;

/** Prints to a stream that the process owns: it is flushed, but never closed. */
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
