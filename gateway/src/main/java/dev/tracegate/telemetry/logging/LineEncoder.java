package dev.tracegate.telemetry.logging;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.tracegate.text.VisibleText;
import java.util.function.Function;

/** Adapts a line format to Logback. Events of loggers below {@link Logging#RAW} are complete lines and are not formatted. */
final class LineEncoder extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};

    private final Function<ILoggingEvent, String> format;

    LineEncoder(Function<ILoggingEvent, String> format) {
        this.format = format;
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return (event.getLoggerName().startsWith(Logging.RAW)
                ? VisibleText.json(event.getMessage()) + '\n'
                : format.apply(event))
                .getBytes(UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
