package dev.tracegate.app;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Detects whether a terminal is attached to the process. A closing terminal sends SIGHUP. */
final class Terminal {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private Terminal() {}

    /** Whether standard input, output or error is a terminal. Call at start: a closed terminal is not detected. */
    static boolean attached() {
        return Files.isDirectory(DESCRIPTORS)
                ? Stream.of("0", "1", "2").anyMatch(Terminal::isTerminal)
                : Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    private static boolean isTerminal(String descriptor) {
        try {
            var target = Files.readSymbolicLink(DESCRIPTORS.resolve(descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException closed) {
            return false;
        }
    }
}
