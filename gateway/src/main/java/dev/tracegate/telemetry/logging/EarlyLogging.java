package dev.tracegate.telemetry.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.time.ZoneId;
import org.slf4j.Logger;

/**
 * What is logged before the settings are known: the daemon's text lines on standard output, info and above. Logback finds it as a service,
 * and so looks for no XML and needs no XML parser. It is the only one, hence without a rank: reading that annotation took 10 to 40 ms of the start.
 */
public final class EarlyLogging extends ContextAwareBase implements Configurator {

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(StdoutAppender.started(context, new LineEncoder(new TextLine(ZoneId.systemDefault())),
                System.out));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
