package dev.tracegate.telemetry.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;

/** A separate Logback context for a test. */
public final class LogContext {
    private LogContext() {}

    public static LoggerContext fresh() {
        var context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        return context;
    }
}
