package dev.tracegate.telemetry.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.util.concurrent.atomic.LongAdder;

/**
 * Prints on a separate thread, so that event loops never wait for the log. Standard output blocks while its reader does not read: the
 * awslogs driver in blocking mode stops reading while CloudWatch Logs is unreachable. If the queue is full, the line is dropped and counted;
 * if several threads compete for the last place, one line may be lost without being counted.
 */
final class UnblockedAppender extends AsyncAppender {
    // lines; more than one second at 400 batches per second with one line each
    private static final int LINES = 512;
    // bounds close() if the reader does not read
    private static final int FLUSH_MILLIS = 2_000;

    private final LongAdder dropped;

    private UnblockedAppender(LongAdder dropped) {
        this.dropped = dropped;
        setQueueSize(LINES);
        setDiscardingThreshold(0);
        setNeverBlock(true);
        setMaxFlushTime(FLUSH_MILLIS);
    }

    static UnblockedAppender started(LoggerContext context, Appender<ILoggingEvent> printer, LongAdder dropped) {
        var appender = new UnblockedAppender(dropped);
        appender.setContext(context);
        appender.addAppender(printer);
        appender.start();
        return appender;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (getRemainingCapacity() == 0) {
            dropped.increment();
        } else {
            super.append(event);
        }
    }
}
