package dev.tracegate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.tracegate.http.BlockingHttp.TextReply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlockingHttpTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final BlockingHttp http = new BlockingHttp(LONG, LONG, 8);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("/echo", 200, "set by X");
        serve("/long", 200, "12345678-and-more");
        serve("/refused", 503, "not now");
        serve("/empty", 404, "");
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/echo");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/method", exchange -> {
            var seen = exchange.getRequestMethod() + " " + exchange.getRequestHeaders().getFirst("X-A");
            exchange.sendResponseHeaders(200, seen.length());
            exchange.getResponseBody().write(seen.getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.createContext("/silent", exchange -> {});
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void sends_method_and_headers() throws IOException {
        assertThat(http.call("PUT", url("/method"), Map.of("X-A", "b"))).isEqualTo(new TextReply(200, "PUT b"));
    }

    @Test
    void a_longer_body_is_cut_at_the_bound() throws IOException {
        assertThat(get("/echo")).isEqualTo(new TextReply(200, "set by X"));
        assertThat(get("/long")).isEqualTo(new TextReply(200, "12345678"));
    }

    @Test
    void an_error_has_its_body_too() throws IOException {
        assertThat(get("/refused")).isEqualTo(new TextReply(503, "not now"));
        assertThat(get("/empty")).isEqualTo(new TextReply(404, ""));
    }

    @Test
    void a_redirect_is_not_followed() throws IOException {
        assertThat(get("/moved").status()).isEqualTo(302);
    }

    @Test
    void a_server_that_does_not_answer_is_a_failure() {
        var impatient = new BlockingHttp(LONG, Duration.ofMillis(50), 8);

        assertThatThrownBy(() -> impatient.call("GET", url("/silent"), Map.of()))
                .isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void other_urls_are_refused() {
        assertThatThrownBy(() -> http.call("GET", URI.create("file:///etc/passwd"), Map.of()))
                .hasMessage("file:///etc/passwd is not an http URL");
    }

    private TextReply get(String path) throws IOException {
        return http.call("GET", url(path), Map.of());
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void serve(String path, int status, String body) {
        server.createContext(path, exchange -> {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
