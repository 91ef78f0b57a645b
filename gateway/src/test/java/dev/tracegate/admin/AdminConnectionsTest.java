package dev.tracegate.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The timeouts and the number of connections of the admin server. */
class AdminConnectionsTest extends AdminServerSetup {
    @ParameterizedTest
    @ValueSource(strings = {"", "GET /health/li", "GET /health/live HTTP/1.1\r\nHost: localhost\r\n",
            "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HT"})
    void a_connection_with_an_incomplete_request_is_closed_after_the_timeout(String sent) throws IOException {
        var server = server(Duration.ofMillis(50));
        var bound = bound(server.start("127.0.0.1", 0));

        // reads until the server closes the connection
        var answer = raw(bound, sent);

        assertThat(answer).satisfiesAnyOf(text -> assertThat(text).isEmpty(),
                text -> assertThat(text).startsWith("HTTP/1.1 200"));
    }

    /** The connection is never idle, so only the timeout of the whole header closes it. */
    @Test
    void a_header_sent_byte_by_byte_is_cut_off_after_the_timeout() throws IOException {
        var bound = bound(server(Duration.ofMillis(200)).start("127.0.0.1", 0));

        try (var socket = socket(bound)) {
            socket.setSoTimeout(10);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nX-Long: ".getBytes(UTF_8));

            assertThat(tricklesUntilClosed(socket, 1_000)).isTrue();
        }
    }

    @Test
    void the_longest_idle_connection_is_closed_for_a_new_one() throws IOException {
        var bound = started();
        var sockets = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 64; i++) {
                sockets.add(socket(bound));
            }

            // the 65th connection is accepted, and the one that was idle the longest is closed
            try (var oneMore = socket(bound)) {
                assertThat(sockets.getFirst().getInputStream().read()).isEqualTo(-1);
                oneMore.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(UTF_8));
                assertThat(oneMore.getInputStream().readAllBytes()).isNotEmpty();
            }
            sockets.getLast().getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(UTF_8));
            assertThat(sockets.getLast().getInputStream().readAllBytes()).isNotEmpty();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    /** Sends up to the given number of bytes, one per read timeout, and returns whether the server closed the connection. */
    private static boolean tricklesUntilClosed(Socket socket, int bytes) throws IOException {
        boolean closed = false;
        for (int i = 0; i < bytes && !closed; i++) {
            closed = trickle(socket);
        }
        return closed;
    }

    private static boolean trickle(Socket socket) throws IOException {
        try {
            socket.getOutputStream().write('x');
            return socket.getInputStream().read() == -1;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }
}
