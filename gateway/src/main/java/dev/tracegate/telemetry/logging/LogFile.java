package dev.tracegate.telemetry.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A log file. Missing parent folders are created.
 *
 * @param rotateBytes size in bytes above which the file is renamed to {@code <name>.1} and a new one is started; 0 disables rotation
 */
record LogFile(Path path, long rotateBytes) {
    /** The same as the X-Ray daemon's. */
    static final long DAEMON_ROTATE_BYTES = 50L * 1024 * 1024;

    /**
     * @param encoder formats the lines
     * @return a started appender
     * @throws IOException if the file cannot be written; the message has the reason
     */
    FileAppender<ILoggingEvent> open(LoggerContext context, LineEncoder encoder) throws IOException {
        var appender = appender();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setFile(path.toString());
        if (appender instanceof RollingFileAppender<ILoggingEvent> rolling) {
            rolling.setRollingPolicy(oneOldFile(rolling, context));
            rolling.setTriggeringPolicy(bySize(context));
        }
        appender.start();
        return appender;
    }

    private FileAppender<ILoggingEvent> appender() throws IOException {
        if (PipeAppender.isPipe(path)) {
            return PipeAppender.of(path);
        }
        makeWritable();
        return rotateBytes == 0 ? new FileAppender<>() : new RollingFileAppender<>();
    }

    private void makeWritable() throws IOException {
        var folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
    }

    /** Devices, pipes and links, such as /dev/stdout, are never renamed, because other processes use them. */
    private static final class RegularFilesOnly extends SizeBasedTriggeringPolicy<ILoggingEvent> {
        @Override
        public boolean isTriggeringEvent(File file, ILoggingEvent event) {
            return Files.isRegularFile(file.toPath(), LinkOption.NOFOLLOW_LINKS)
                    && super.isTriggeringEvent(file, event);
        }
    }

    private OneOldFile oneOldFile(RollingFileAppender<ILoggingEvent> appender, LoggerContext context) {
        var policy = new OneOldFile(path);
        policy.setContext(context);
        policy.setParent(appender);
        policy.start();
        return policy;
    }

    private RegularFilesOnly bySize(LoggerContext context) {
        var policy = new RegularFilesOnly();
        policy.setContext(context);
        policy.setMaxFileSize(new FileSize(rotateBytes));
        // check the size before each line: one stat() on the log's thread; logback's default interval is a minute
        policy.setCheckIncrement(Duration.buildByMilliseconds(0));
        policy.start();
        return policy;
    }
}
