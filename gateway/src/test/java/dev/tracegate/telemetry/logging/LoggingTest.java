package dev.tracegate.telemetry.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

class LoggingTest {
    private static final long NEVER_REACHED = 1L << 40;

    private final LoggerContext context = LogContext.fresh();
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({"dev, Trace Debug Info Warn Error", "debug, Debug Info Warn Error", "info, Info Warn Error",
            "prod, Info Warn Error", "warn, Warn Error", "error, Error"})
    void prints_the_levels_that_the_daemon_prints(String name, String printed) {
        try (var _ = start(LogLevel.of(name).orElseThrow(), null)) {
            logAtEveryLevel(context.getLogger("dev.tracegate.flow.Something"));
        }

        assertThat(stdoutLines()).extracting(line -> line.replaceAll(".*\\[(.*)] m", "$1"))
                .containsExactly(printed.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "trace", "Info", "verbose"})
    void other_level_names_are_refused(String name) {
        assertThat(LogLevel.of(name)).isEmpty();
    }

    @Test
    void libraries_print_no_requests_even_at_trace() {
        try (var _ = start(LogLevel.TRACE, null)) {
            logAtEveryLevel(context.getLogger("software.amazon.awssdk.request"));
        }

        assertThat(stdoutLines()).hasSize(3).noneMatch(line -> line.contains("Debug") || line.contains("Trace"));
    }

    @Test
    void creates_the_folder_of_the_log_file_and_prints_nothing_to_stdout() throws IOException {
        var file = folder.resolve("a/b/100%i.log");

        try (var _ = start(LogLevel.INFO, file)) {
            context.getLogger("x").info("first");
        }
        try (var _ = start(LogLevel.INFO, file)) {
            context.getLogger("x").info("second");
        }

        assertThat(Files.readAllLines(file)).extracting(line -> line.substring(line.indexOf(']') + 2))
                .containsExactly("first", "second");
        assertThat(stdoutLines()).isEmpty();
    }

    @Test
    void with_an_unwritable_file_it_warns_once_and_logs_to_stdout() throws IOException {
        var notAFolder = Files.createFile(folder.resolve("file"));

        try (var _ = start(LogLevel.INFO, notAFolder.resolve("xray.log"))) {
            context.getLogger("x").info("goes on");
        }

        assertThat(stdoutLines()).hasSize(2);
        assertThat(stdoutLines().getFirst()).contains("[Warn] Cannot write the log file " + notAFolder);
        assertThat(stdoutLines().getLast()).endsWith("[Info] goes on");
    }

    @Test
    void a_full_file_is_rotated_to_one_old_file() throws IOException {
        var file = folder.resolve("100%i.log");
        int lines = 100;

        try (var _ = start(LogLevel.INFO, file, true, 1_000)) {
            for (int i = 0; i < lines; i++) {
                context.getLogger("x").info("line {}", i);
            }
        }

        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(file, folder.resolve("100%i.log.1"));
        }
        assertThat(Files.size(folder.resolve("100%i.log.1"))).isBetween(1_000L, 1_100L);
        assertThat(Files.size(file)).isLessThan(1_100);
        assertThat(Files.readAllLines(file).getLast()).endsWith("line " + (lines - 1));
    }

    @Test
    void a_file_without_rotation_grows() throws IOException {
        var file = folder.resolve("xray.log");

        try (var _ = start(LogLevel.INFO, file, false, 1_000)) {
            for (int i = 0; i < 100; i++) {
                context.getLogger("x").info("line {}", i);
            }
        }

        assertThat(Files.readAllLines(file)).hasSize(100);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void a_symbolic_link_is_not_rotated() throws IOException {
        var target = Files.createFile(folder.resolve("target"));
        var link = Files.createSymbolicLink(folder.resolve("xray.log"), target);

        try (var _ = start(LogLevel.INFO, link, true, 1_000)) {
            for (int i = 0; i < 100; i++) {
                context.getLogger("x").info("line {}", i);
            }
        }

        assertThat(link).isSymbolicLink();
        assertThat(folder.resolve("xray.log.1")).doesNotExist();
        assertThat(Files.readAllLines(target)).hasSize(100);
    }

    @Test
    // opening a pipe for writing blocks until there is a reader
    @Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
    void a_pipe_without_a_reader_blocks_no_caller_and_buffers_the_lines() throws Exception {
        var pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

        try (var _ = start(LogLevel.INFO, pipe, true, 1_000)) {
            for (int i = 0; i < 100; i++) {
                context.getLogger("x").info("line {}", i);
            }
            try (var reader = Files.newBufferedReader(pipe)) {
                for (int i = 0; i < 100; i++) {
                    assertThat(reader.readLine()).endsWith(" line " + i);
                }
            }
            // written after the reader has gone
            context.getLogger("x").info("line 101");
        }

        assertThat(folder.resolve("pipe.1")).doesNotExist();
        assertThat(stdoutLines()).isEmpty();
    }

    @Test
    void preformatted_lines_are_printed_unchanged_at_every_level() throws IOException {
        var file = folder.resolve("xray.log");

        try (var logging = start(LogLevel.ERROR, file)) {
            logging.lines().accept("{\"to\":\"log {}\"}");
            logging.stdoutLines().accept("{\"to\":\"stdout\"}");
        }

        assertThat(Files.readAllLines(file)).containsExactly("{\"to\":\"log {}\"}");
        assertThat(stdoutLines()).containsExactly("{\"to\":\"stdout\"}");
    }

    @Test
    void on_stdout_a_preformatted_line_is_printed_once() {
        try (var logging = start(LogLevel.INFO, null)) {
            logging.lines().accept("one");
            logging.stdoutLines().accept("two");
        }

        assertThat(stdoutLines()).containsExactly("one", "two");
    }

    @Test
    // if a line waited for the reader, the test would block
    @Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
    void a_stopped_reader_blocks_no_caller_and_dropped_lines_are_counted() {
        var readerIsBack = new CountDownLatch(1);
        var settings = new LogSettings(LogLevel.INFO, LogFormat.TEXT, null, true);
        int lines = 2_000;

        var logging = Logging.start(settings, 0, context, ZoneOffset.UTC, blockedUntil(readerIsBack));
        for (int i = 0; i < lines; i++) {
            context.getLogger("x").info("line");
        }
        long dropped = logging.droppedLines();
        readerIsBack.countDown();
        logging.close();

        // the loop ended although nothing could be printed
        assertThat(dropped).isPositive();
        assertThat(stdoutLines()).hasSize((int) (lines - dropped));
    }

    @Test
    void before_the_configuration_it_logs_text_to_stdout_and_reads_no_xml() throws JoranException {
        new ContextInitializer(context).autoConfig();

        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        assertThat(root.iteratorForAppenders()).toIterable().singleElement().isInstanceOf(StdoutAppender.class);
        assertThat(context.getStatusManager().getCopyOfStatusList())
                .noneMatch(status -> status.getMessage().contains("xml"));
    }

    private Logging start(LogLevel level, @Nullable Path file) {
        return start(level, file, true, NEVER_REACHED);
    }

    private Logging start(LogLevel level, @Nullable Path file, boolean rotate, long rotateBytes) {
        var settings = new LogSettings(level, LogFormat.TEXT, file, rotate);
        return Logging.start(settings, rotateBytes, context, ZoneOffset.UTC, stdout);
    }

    private List<String> stdoutLines() {
        return stdout.toString(UTF_8).lines().toList();
    }

    private OutputStream blockedUntil(CountDownLatch latch) {
        return new OutputStream() {
            @Override
            public void write(int b) {
                throw new UnsupportedOperationException("a line is written at once");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                try {
                    latch.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                stdout.write(bytes, offset, length);
            }
        };
    }

    private static void logAtEveryLevel(Logger logger) {
        logger.trace("m");
        logger.debug("m");
        logger.info("m");
        logger.warn("m");
        logger.error("m");
    }
}
