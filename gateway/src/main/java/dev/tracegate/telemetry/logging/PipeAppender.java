package dev.tracegate.telemetry.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Prints to a named pipe. The pipe is opened for reading as well, but never read: opening it only for writing blocks until there is a reader,
 * and writing without a reader fails. Without a reader, lines stay in the pipe until it is full (64 KiB on Linux) and are dropped after that.
 */
final class PipeAppender extends FileAppender<ILoggingEvent> {
    private static final int TYPE = 0170000;
    private static final int PIPE = 0010000;

    private final FileChannel held;

    private PipeAppender(FileChannel held) {
        this.held = held;
    }

    /** Follows links: in a container, /dev/stdout may link to a pipe. */
    static boolean isPipe(Path path) throws IOException {
        return Files.exists(path) && Files.getAttribute(path, "unix:mode") instanceof Integer mode
                && (mode & TYPE) == PIPE;
    }

    /** The caller must start the appender. */
    static PipeAppender of(Path pipe) throws IOException {
        return new PipeAppender(FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public void stop() {
        super.stop();
        try {
            held.close();
        } catch (IOException e) {
            addWarn("cannot close " + getFile(), e);
        }
    }
}
