package dev.tracegate.telemetry.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.util.concurrent.atomic.LongAdder;

/**
 * Prints on a thread of its own, so that no event loop ever waits for a log. Standard output does block where whoever reads it does: the
 * awslogs driver in its blocking mode stops reading while CloudWatch Logs cannot be reached. A line for which there is no room is dropped
 * and counted (of threads that race for the last room, one may lose a line uncounted).
 */
final class UnblockedAppender extends AsyncAppender {
    // lines; at 400 batches a second with one line each, more than a second's worth
    private static final int LINES = 512;
    // at the end, for a reader that does not read
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
