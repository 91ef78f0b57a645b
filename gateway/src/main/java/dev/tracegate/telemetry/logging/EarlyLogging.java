package dev.tracegate.telemetry.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.time.ZoneId;
import org.slf4j.Logger;

/**
 * Configures logging before the settings are read: the daemon's text format on standard output, info and above. Logback finds this class as a
 * service and therefore does not load an XML parser. It has no {@code ConfiguratorRank} annotation, which is needed only with several configurators and
 * took 10 to 40 ms of the start.
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
