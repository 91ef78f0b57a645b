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
 * The process's log, from {@link #start} to {@link #close}. Lines are printed on a thread of their own: without the close, the last ones
 * are lost. All methods may be called from any thread.
 */
public final class Logging implements AutoCloseable {
    /** Loggers under this name print finished lines, as they are and at every level. */
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
     * Prints by these settings from now on, in the time zone of the machine. Where the file cannot be written, to standard output, with a
     * warning that says why; the X-Ray daemon would run without any log.
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
        // Vert.x registers its gauges anew for each connection; Micrometer keeps the first and warns, for nothing
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

    /** Takes finished lines, without their newline, to wherever the log goes; they are printed as they are, at every level. */
    public Consumer<String> lines() {
        return context.getLogger(RAW_LOG)::info;
    }

    /** As {@link #lines()}, but to standard output even where the log goes to a file. */
    public Consumer<String> stdoutLines() {
        return context.getLogger(RAW_STDOUT)::info;
    }

    /** Lines that were not printed because whoever reads the log did not keep up, since the start. */
    public long droppedLines() {
        return dropped.sum();
    }

    /** Prints what is waiting, for at most 2 s, and ends. What is logged later is not printed. */
    @Override
    public void close() {
        context.stop();
    }
}
