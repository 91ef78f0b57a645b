package dev.tracegate.telemetry.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process's log, from {@link #start} to {@link #close}. A separate thread prints the lines: without {@link #close}, the last ones are
 * lost. Thread-safe.
 */
public final class Logging implements AutoCloseable {
    /** Prefix of loggers with complete lines, which are printed unformatted at every level. */
    static final String RAW = "tracegate.raw";
    private static final String RAW_LOG = RAW + ".log";
    private static final String RAW_STDOUT = RAW + ".stdout";
    private static final String OUR_CODE = "dev.tracegate";

    private final LoggerContext context;
    private final LineEncoder encoder;
    private final OutputStream stdout;
    private final LongAdder dropped = new LongAdder();

    private Logging(LoggerContext context, LogSettings settings, ZoneId zone, OutputStream stdout) {
        this.context = context;
        this.encoder = new LineEncoder(switch (settings.format()) {
            case TEXT -> new TextLine(zone);
            case JSON -> new JsonLine();
        });
        this.stdout = stdout;
    }

    /**
     * Applies the settings, with times in the machine's time zone. If the file cannot be written, logs to standard output and warns with the
     * reason; the X-Ray daemon runs without a log then.
     */
    public static Logging start(LogSettings settings) {
        return start(settings, LogFile.DAEMON_ROTATE_BYTES, (LoggerContext) LoggerFactory.getILoggerFactory(),
                ZoneId.systemDefault(), System.out);
    }

    public static Logging start(LogSettings settings, long rotateBytes, LoggerContext context, ZoneId zone,
            OutputStream stdout) {
        context.reset();
        context.start();
        var logging = new Logging(context, settings, zone, stdout);
        logging.setLevels(settings.level());
        if (settings.file() == null) {
            logging.printTo(logging.unblockedStdout());
        } else {
            logging.printTo(settings.file(), settings.rotate() ? rotateBytes : 0);
        }
        return logging;
    }

    private void setLevels(LogLevel level) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level.ofLibraries());
        context.getLogger(OUR_CODE).setLevel(level.level());
        context.getLogger(RAW).setLevel(Level.TRACE);
        // Vert.x registers its gauges for each connection; Micrometer keeps the first and logs a warning that needs no action
        context.getLogger("io.micrometer").setLevel(Level.ERROR);
    }

    private void printTo(Path file, long rotateBytes) {
        try {
            printTo(unblocked(new LogFile(file, rotateBytes).open(context, encoder)));
            var raw = context.getLogger(RAW_STDOUT);
            raw.setAdditive(false);
            raw.addAppender(unblockedStdout());
        } catch (IOException e) {
            printTo(unblockedStdout());
            context.getLogger(Logging.class)
                    .warn("Cannot write the log file {} ({}): logging to standard output", file, e.toString());
        }
    }

    private void printTo(Appender<ILoggingEvent> appender) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }

    private Appender<ILoggingEvent> unblockedStdout() {
        return unblocked(StdoutAppender.started(context, encoder, stdout));
    }

    private Appender<ILoggingEvent> unblocked(Appender<ILoggingEvent> printer) {
        return UnblockedAppender.started(context, printer, dropped);
    }

    /** Accepts complete lines without a newline and prints them unformatted to the log's destination, whatever the log level is. */
    public Consumer<String> lines() {
        return context.getLogger(RAW_LOG)::info;
    }

    /** As {@link #lines()}, but always to standard output, also if the log is a file. */
    public Consumer<String> stdoutLines() {
        return context.getLogger(RAW_STDOUT)::info;
    }

    /** Lines dropped since the start because the reader of the log was too slow. */
    public long droppedLines() {
        return dropped.sum();
    }

    /** Prints the queued lines for at most 2 s and stops. Later events are discarded. */
    @Override
    public void close() {
        context.stop();
    }
}
