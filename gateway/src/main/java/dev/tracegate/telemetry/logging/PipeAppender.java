package dev.tracegate.telemetry.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Prints to a pipe. The pipe is held open for reading too, and never read: to open it for writing alone waits for a reader, and to write
 * without one fails. Without a reader, lines stay in the pipe until it is full (64 KiB on Linux); then they are dropped as with any reader
 * that stopped.
 */
final class PipeAppender extends FileAppender<ILoggingEvent> {
    private static final int TYPE = 0170000;
    private static final int PIPE = 0010000;

    private final FileChannel held;

    private PipeAppender(FileChannel held) {
        this.held = held;
    }

    /** Links are followed: /dev/stdout leads to a pipe where a container's log is one. */
    static boolean isPipe(Path path) throws IOException {
        return Files.exists(path) && Files.getAttribute(path, "unix:mode") instanceof Integer mode
                && (mode & TYPE) == PIPE;
    }

    /** To be started. */
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
