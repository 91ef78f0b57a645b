package dev.tracegate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The start and stop of the admin server: its address, its port and its runtime file. */
class AdminServerTest extends AdminServerSetup {
    @Test
    void the_runtime_file_names_the_address_until_the_server_stops() {
        var server = server(Duration.ofSeconds(10));

        var bound = bound(server.start("127.0.0.1", 0));

        assertThat(runtimeFile())
                .hasContent("127.0.0.1 " + bound.port() + " " + ProcessHandle.current().pid() + "\n");
        await(server.stop());
        assertThat(runtimeFile()).doesNotExist();
        assertThat(warnings.list).isEmpty();
    }

    @Test
    void uses_another_port_if_the_configured_one_is_in_use_and_warns_once() throws IOException {
        try (var application = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            int taken = application.getLocalPort();

            var bound = bound(server(Duration.ofSeconds(10)).start("127.0.0.1", taken));

            assertThat(bound.port()).isNotEqualTo(taken).isPositive();
            assertThat(get(bound, "/health/live").statusCode()).isEqualTo(200);
            assertThat(runtimeFile()).content().startsWith("127.0.0.1 " + bound.port() + " ");
            assertThat(warnings.list).singleElement()
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .isEqualTo("listen.admin: cannot bind port " + taken
                            + " of 127.0.0.1; health and metrics are on port " + bound.port()
                            + " instead");
        }
    }

    @Test
    void uses_another_port_if_an_application_listens_on_all_addresses() throws IOException {
        try (var application = new ServerSocket(0)) {
            var bound = bound(server(Duration.ofSeconds(10)).start("127.0.0.1", application.getLocalPort()));

            assertThat(bound.port()).isNotEqualTo(application.getLocalPort());
        }
    }

    @Test
    void refuses_a_non_loopback_address_and_binds_no_port() {
        var start = await(server(Duration.ofSeconds(10)).start("0.0.0.0", 2080));

        assertThat(start)
                .isEqualTo(new AdminStart.Refused("listen.admin: 0.0.0.0 (port 2080) can be reached from other "
                        + "machines, and the admin API has no authentication: use a loopback address, such as 127.0.0.1:2080"));
        assertThat(runtimeFile()).doesNotExist();
    }

    @Test
    void runs_without_a_runtime_file_that_cannot_be_written() throws IOException {
        Files.createDirectories(runtimeFile().resolve("a folder in its place"));

        var bound = started();

        assertThat(get(bound, "/health/live").statusCode()).isEqualTo(200);
        assertThat(warnings.list).singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .startsWith("Cannot write " + runtimeFile());
    }

    @Test
    void stopping_a_server_that_never_started_succeeds() {
        assertThat(server(Duration.ofSeconds(10)).stop().succeeded()).isTrue();
    }
}
