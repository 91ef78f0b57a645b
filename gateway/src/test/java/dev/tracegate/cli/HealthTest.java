package dev.tracegate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tracegate.config.load.TestEnvironment;
import dev.tracegate.files.EffectiveUser;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The health check of the launcher in every shell and with every HTTP tool, and the one in Java. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class HealthTest {
    @TempDir
    private Path folder;
    private HttpServer server;
    private int port;

    static Stream<String> shells() {
        return Launcher.shells();
    }

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health/live", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/health/ready", exchange -> {
            byte[] body = "credentials: *\nnone found\n".getBytes(UTF_8);
            exchange.sendResponseHeaders(503, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        port = server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void every_shell_uses_bash_for_the_request(String shell) throws Exception {
        var launcher = launcher(shell);
        Assumptions.assumeTrue(launcher.tool("bash"));
        runtimeFile(2080, port);

        var alive = launcher.run("health");
        var ready = launcher.run("health", "--ready");

        assertThat(alive).isEqualTo(new Launcher.Ended(0, "", ""));
        assertThat(ready).isEqualTo(new Launcher.Ended(1,
                "unhealthy: 503 credentials: * none found (http://127.0.0.1:" + port + "/health/ready)\n", ""));
    }

    @ParameterizedTest
    @CsvSource({"nc,busybox", "curl,curl", "wget,wget"})
    void without_bash_another_tool_sends_the_request(String tool, String real) throws Exception {
        var launcher = launcher("/bin/sh");
        Assumptions.assumeTrue(launcher.tool(tool, real));
        runtimeFile(2080, port);

        assertThat(launcher.run("health").exit()).isZero();
        var ready = launcher.run("health", "--ready");
        assertThat(ready.exit()).isEqualTo(1);
        assertThat(ready.output()).startsWith("unhealthy: ").hasLineCount(1);
    }

    @Test
    void a_proxy_in_the_environment_is_ignored() throws Exception {
        var launcher = launcher("/bin/sh").with("http_proxy", "http://127.0.0.1:1");
        Assumptions.assumeTrue(launcher.tool("curl"));
        runtimeFile(2080, port);

        assertThat(launcher.run("health").exit()).isZero();
    }

    @Test
    void without_a_tool_the_error_lists_the_tools() throws Exception {
        assertThat(launcher("/bin/sh").run("health").output())
                .isEqualTo("unhealthy: asking needs one of bash, nc, curl and wget, and there is none\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void the_only_runtime_file_is_used_unless_another_port_is_configured(String shell) throws Exception {
        var launcher = launcher(shell);
        Assumptions.assumeTrue(launcher.tool("bash"));
        runtimeFile(9090, port);

        assertThat(launcher.run("health").exit()).isZero();
        assertThat(java().run("health").healthy()).isTrue();

        launcher.with("TRACEGATE_LISTEN_ADMIN", "127.0.0.1:1");
        assertThat(launcher.run("health").output())
                .isEqualTo("unhealthy: no gateway answers (http://127.0.0.1:1/health/live)\n");
        launcher.with("TRACEGATE_LISTEN_ADMIN", "127.0.0.1:9090");
        assertThat(launcher.run("health").exit()).isZero();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void without_a_runtime_file_the_configured_port_is_called(String shell) throws Exception {
        var launcher = launcher(shell).with("TRACEGATE_LISTEN_ADMIN", "127.0.0.1:" + port);
        Assumptions.assumeTrue(launcher.tool("bash"));

        assertThat(launcher.run("health").exit()).isZero();
    }

    @Test
    void a_gateway_that_does_not_answer_times_out_after_two_seconds() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var launcher = launcher("/bin/sh");
            Assumptions.assumeTrue(launcher.tool("bash"));
            runtimeFile(2080, silent.getLocalPort());

            assertThat(launcher.run("health").output()).startsWith("unhealthy: no answer within 2 s ");
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "127.0.0.1", "$(id) 1 2", "a;b 1 2", "127.0.0.1 x 2"})
    void a_file_with_other_content_is_refused(String text) throws Exception {
        var launcher = launcher("/bin/sh");
        Assumptions.assumeTrue(launcher.tool("bash"));
        Files.writeString(folder.resolve("tracegate-2080.port"), text + "\n");

        assertThat(launcher.run("health").output()).startsWith("unhealthy: ").endsWith("is not a runtime file\n");
        assertThat(java().run("health").healthy()).isFalse();
    }

    static Stream<Arguments> shellsAndOddFiles() {
        return Launcher.shells()
                .flatMap(shell -> Stream.of("pipe", "link", "folder", "foreign", "far")
                        .map(kind -> Arguments.of(shell, kind)));
    }

    /** The server is healthy, so only the file is the reason for the refusal. */
    @ParameterizedTest
    @MethodSource("shellsAndOddFiles")
    void a_file_that_another_user_may_have_created_is_refused(String shell, String kind) throws Exception {
        var launcher = launcher(shell);
        Assumptions.assumeTrue(launcher.tool("bash"));
        runtimeFile(1, port);
        var good = folder.resolve("tracegate-1.port");
        var file = folder.resolve("tracegate-2080.port");
        switch (kind) {
            case "pipe" -> assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
            case "link" -> Files.createSymbolicLink(file, good);
            case "folder" -> Files.createDirectory(file);
            case "foreign" -> {
                Assumptions.assumeTrue(EffectiveUser.id() == 0);
                Files.copy(good, file);
                Files.setAttribute(file, "unix:uid", 65534);
            }
            default -> Files.writeString(file, "192.0.2.1 80 1\n");
        }

        assertThat(launcher.run("health").output()).startsWith("unhealthy: " + file + " is not a runtime file");
        assertThat(java().run("health").healthy()).isFalse();
    }

    @Test
    void an_unknown_option_is_refused() throws Exception {
        assertThat(launcher("/bin/sh").run("health", "--now"))
                .isEqualTo(new Launcher.Ended(2, "", "health takes only --ready\n"));
    }

    @Test
    void the_java_client_reports_the_same_states() throws Exception {
        runtimeFile(2080, port);

        assertThat(java().run("health")).isEqualTo(new HealthCommand.Verdict(true, ""));
        assertThat(java().run("health", "--ready"))
                .isEqualTo(new HealthCommand.Verdict(false, "unhealthy: 503 credentials: * none found"));

        runtimeFile(2080, 1);
        assertThat(java().run("health").reason()).startsWith("unhealthy: Connection refused");
    }

    @Test
    void the_java_client_reads_a_bounded_part_of_the_answer() throws Exception {
        server.removeContext("/health/ready");
        server.createContext("/health/ready", exchange -> {
            exchange.sendResponseHeaders(503, 0);
            exchange.getResponseBody().write("x".repeat(2 * HealthCommand.MAX_BYTES).getBytes(UTF_8));
            exchange.close();
        });
        runtimeFile(2080, port);

        assertThat(java().run("health", "--ready").reason())
                .isEqualTo("unhealthy: 503 " + "x".repeat(HealthCommand.MAX_BYTES));
    }

    private Launcher launcher(String shell) throws Exception {
        return new Launcher(folder.resolve("machine"), shell).with("TRACEGATE_RUNTIME_DIR", folder.toString());
    }

    private interface Java {
        HealthCommand.Verdict run(String... arguments);
    }

    private Java java() {
        var environment = new TestEnvironment(folder).with("TRACEGATE_RUNTIME_DIR", folder.toString());
        return arguments -> HealthCommand.ask((Invocation.Health) environment.start(arguments));
    }

    private void runtimeFile(int configured, int port) throws Exception {
        Files.writeString(folder.resolve("tracegate-" + configured + ".port"), "127.0.0.1 " + port + " 4711\n");
    }
}
