package dev.tracegate.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tracegate.budget.ByteBudget;
import dev.tracegate.testkit.ManualClock;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundedHttpListenerTest {
    private static final int MOST_BODY = 64 * 1024;
    private static final int KIB = 1024;
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final ManualClock clock = new ManualClock();
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();
    private ByteBudget budget = new ByteBudget(1);
    private long connectionBytes;
    private int port;

    @AfterEach
    void close() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
        vertx.close().await();
    }

    @Test
    void a_body_is_not_read_before_the_handler_requests_it() throws IOException {
        listen(8, 8, MOST_BODY, exchanges::add);
        var client = connect();
        send(client, post(MOST_BODY) + "x".repeat(1_000));

        await().until(() -> exchanges.size() == 1);
        assertThat(budget.used()).isEqualTo(connectionBytes);
        assertThat(exchanges.getFirst().request().bytesRead()).isZero();

        onLoop(() -> exchanges.getFirst().refuse(403, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer("no")));
        assertThat(firstLine(client)).isEqualTo("HTTP/1.1 403 Forbidden");
    }

    @Test
    void a_body_reserves_its_received_bytes_and_releases_them() throws IOException {
        listen(8, 8, 256 * KIB, this::echo);
        var slow = connect();
        send(slow, post(MOST_BODY) + "x".repeat(1_000));

        await().until(() -> budget.used() > connectionBytes);
        assertThat(budget.used()).isLessThanOrEqualTo(connectionBytes + 2 * KIB);

        send(slow, "x".repeat(MOST_BODY - 1_000));
        assertThat(firstLine(slow)).isEqualTo("HTTP/1.1 200 OK");
        await().untilAsserted(() -> assertThat(budget.used()).isEqualTo(connectionBytes));
    }

    @Test
    void a_body_can_be_requested_long_after_the_whole_request_has_arrived() throws IOException {
        listen(8, 8, 256 * KIB, exchanges::add);
        for (var request : List.of(post(0), "POST / HTTP/1.1\r\nHost: x\r\n\r\n", post(1) + "x")) {
            exchanges.clear();
            var client = connect();
            send(client, request);
            await().until(() -> exchanges.size() == 1);
            await().pollDelay(Duration.ofMillis(200)).until(() -> true);

            onLoop(() -> exchanges.getFirst()
                    .body(MOST_BODY)
                    .onSuccess(body -> exchanges.getFirst().reply(200, MultiMap.caseInsensitiveMultiMap(), body)));

            assertThat(firstLine(client)).as(request).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void a_body_with_an_oversized_content_length_is_refused_at_once() throws IOException {
        listen(8, 8, 256 * KIB, this::echo);
        var large = connect();

        send(large, post(MOST_BODY + 1));

        assertThat(firstLine(large)).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void a_chunked_body_beyond_the_limit_is_refused() throws IOException {
        listen(8, 8, 256 * KIB, this::echo);
        var large = connect();
        send(large, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");

        sendQuietly(large, ("2000\r\n" + "x".repeat(0x2000) + "\r\n").repeat(9));

        assertThat(firstLine(large)).startsWith("HTTP/1.1 413 ");
        await().untilAsserted(() -> assertThat(budget.used()).isEqualTo(connectionBytes));
    }

    @Test
    void the_deadline_of_a_body_is_not_extended_by_single_bytes() throws IOException {
        listen(8, 8, 256 * KIB, this::echo);
        var slow = connect();
        send(slow, post(1_000));
        await().until(() -> exchanges.size() == 1);

        for (int second = 0; second < 11; second++) {
            sendQuietly(slow, "x");
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(firstLine(slow)).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void the_deadline_of_a_head_is_not_extended_by_single_bytes() throws IOException {
        listen(8, 8, 256 * KIB, this::echo);
        var slow = connect();
        send(slow, "POST / HTTP/1.1\r\nX-A: " + "x".repeat(GatedRequestDecoder.SMALL_HEAD_BYTES));
        await().untilAsserted(() -> assertThat(budget.used()).isGreaterThan(connectionBytes));

        for (int second = 0; second < 11; second++) {
            sendQuietly(slow, "x");
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(closed(slow)).isTrue();
        await().untilAsserted(() -> assertThat(budget.used()).isEqualTo(connectionBytes));
    }

    @Test
    void an_incomplete_head_received_with_the_previous_request_is_reserved() throws IOException {
        listen(8, 8, 256 * KIB, this::echo);
        var client = connect();

        send(client, post(1) + "x" + "POST / HTTP/1.1\r\nX-A: " + "x".repeat(GatedRequestDecoder.SMALL_HEAD_BYTES));

        assertThat(firstLine(client)).isEqualTo("HTTP/1.1 200 OK");
        await().untilAsserted(() -> assertThat(budget.used()).isEqualTo(connectionBytes + ClientConnection.HEAD_BYTES));
    }

    @Test
    void an_incomplete_head_is_reserved_and_the_oldest_connection_is_closed() throws IOException {
        listen(8, 8, ClientConnection.HEAD_BYTES, this::echo);
        var first = connect();
        send(first, "POST / HTTP/1.1\r\nX-A: " + "x".repeat(GatedRequestDecoder.SMALL_HEAD_BYTES));
        await().untilAsserted(() -> assertThat(budget.used()).isEqualTo(connectionBytes + ClientConnection.HEAD_BYTES));

        var second = connect();
        send(second, "POST / HTTP/1.1\r\nX-A: " + "x".repeat(GatedRequestDecoder.SMALL_HEAD_BYTES));

        assertThat(closed(first)).isTrue();
        send(second, "\r\nContent-Length: 1\r\n\r\nx");
        assertThat(firstLine(second)).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void one_address_cannot_use_the_share_of_another() throws IOException {
        listen(8, 8, 128 * KIB, 40 * KIB, this::echo);
        send(connect("127.0.0.1"), post(MOST_BODY) + "x".repeat(10 * KIB));
        await().until(() -> budget.used() > connectionBytes + 12 * KIB);

        var sameAddress = connect("127.0.0.1");
        send(sameAddress, post(20 * KIB) + "x".repeat(20 * KIB));
        assertThat(firstLine(sameAddress)).startsWith("HTTP/1.1 503 ");

        var other = connect("127.0.0.2");
        send(other, post(20 * KIB) + "x".repeat(20 * KIB));
        assertThat(firstLine(other)).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void a_slow_body_is_cut_off_in_favour_of_a_new_one() throws IOException {
        listen(8, 8, 64 * KIB, this::echo);
        var slow = connect();
        send(slow, post(MOST_BODY) + "x".repeat(17 * KIB));
        await().until(() -> budget.used() > connectionBytes + 24 * KIB);
        clock.advance(Duration.ofSeconds(1));

        var quick = connect();
        send(quick, post(17 * KIB) + "x".repeat(17 * KIB));

        assertThat(firstLine(quick)).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void an_unread_reply_is_reserved_and_has_a_deadline() throws IOException {
        int large = 8 * KIB * KIB;
        listen(8, 8, large, exchange -> exchange.reply(200, MultiMap.caseInsensitiveMultiMap(),
                Buffer.buffer(new byte[large])));
        var slow = connect();
        send(slow, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        await().untilAsserted(() -> assertThat(budget.used()).isEqualTo(connectionBytes + large));

        var other = connect();
        send(other, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(firstLine(other)).startsWith("HTTP/1.1 503 ");
        clock.advance(DEADLINE);

        await().untilAsserted(() -> assertThat(budget.used()).isEqualTo(connectionBytes));
    }

    @Test
    void a_pipelined_request_waits_for_the_previous_reply() throws IOException {
        listen(8, 8, 256 * KIB, exchanges::add);
        var client = connect();

        send(client, "GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(50));

        for (int answered = 0; answered < 50; answered++) {
            int expected = answered + 1;
            await().until(() -> exchanges.size() == expected);
            onLoop(() -> exchanges.getLast().reply(200, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer("ok")));
        }
        assertThat(firstLine(client)).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void the_number_of_header_lines_is_bounded() throws IOException {
        listen(8, 8, 256 * KIB, this::echo);
        var client = connect();

        sendQuietly(client, "GET / HTTP/1.1\r\n" + "a:\r\n".repeat(GatedRequestDecoder.MOST_HEADER_LINES + 1) + "\r\n");

        assertThat(firstLine(client)).startsWith("HTTP/1.1 431 ");
    }

    @Test
    void an_idle_connection_is_closed_after_the_deadline() throws IOException {
        listen(8, 8, 256 * KIB, this::echo);
        var idle = connect();
        send(idle, post(1) + "x");
        assertThat(firstLine(idle)).isEqualTo("HTTP/1.1 200 OK");

        // the connection becomes idle some time after the client has read the reply
        await().until(() -> {
            clock.advance(DEADLINE);
            return closed(idle);
        });
    }

    @Test
    void a_call_without_an_answer_of_its_handler_is_closed() throws IOException {
        listen(8, 8, 256 * KIB, exchanges::add);
        var client = connect();
        send(client, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        await().until(() -> exchanges.size() == 1);

        clock.advance(ConnectionTable.CALL);

        await().until(() -> closed(client));
    }

    @Test
    void an_address_at_its_connection_limit_loses_its_own_oldest_connection() throws IOException {
        listen(8, 2, 256 * KIB, this::echo);
        var other = connect("127.0.0.2");
        served(other);
        var first = connect("127.0.0.1");
        served(first);
        var second = connect("127.0.0.1");
        served(second);

        var third = connect("127.0.0.1");

        assertThat(closed(first)).isTrue();
        served(third);
        served(second);
        served(other);
    }

    @Test
    void at_the_limit_of_the_listener_the_address_with_the_most_connections_loses_one() throws IOException {
        listen(3, 3, 256 * KIB, this::echo);
        var quiet = connect("127.0.0.2");
        served(quiet);
        var first = connect("127.0.0.1");
        served(first);
        served(connect("127.0.0.1"));

        served(connect("127.0.0.3"));

        assertThat(closed(first)).isTrue();
        served(quiet);
    }

    @Test
    void connections_with_a_running_call_are_not_closed_for_a_new_one() throws IOException {
        listen(2, 2, 256 * KIB, exchanges::add);
        send(connect(), post(0));
        send(connect(), post(0));
        await().until(() -> exchanges.size() == 2);

        assertThat(closed(connect())).isTrue();
    }

    @Test
    void a_budget_too_small_for_the_connections_is_an_error_at_start() {
        budget = new ByteBudget(BoundedHttpListener.CONNECTION_BYTES);

        assertThatThrownBy(() -> listener(2, 2, budget, 1, this::echo)
                .listen(BoundedHttpListener.options(), "127.0.0.1", 0)
                .await()).hasMessageContaining("no room for 2 connections");
    }

    private void listen(int connections, int perAddress, long calls, Handler<Exchange> handler) {
        listen(connections, perAddress, calls, calls, handler);
    }

    private void listen(int connections, int perAddress, long calls, long share, Handler<Exchange> handler) {
        connectionBytes = (long) connections * BoundedHttpListener.CONNECTION_BYTES;
        budget = new ByteBudget(connectionBytes + calls);
        port = listener(connections, perAddress, budget, share, handler)
                .listen(BoundedHttpListener.options(), "0.0.0.0", 0)
                .await();
    }

    private BoundedHttpListener listener(int connections, int perAddress, ByteBudget of, long share,
            Handler<Exchange> handler) {
        return new BoundedHttpListener(vertx, ListenerLimits.of(connections, perAddress, DEADLINE), of, share,
                clock, handler);
    }

    private void echo(Exchange exchange) {
        exchanges.add(exchange);
        exchange.body(MOST_BODY)
                .onSuccess(body -> exchange.reply(200, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer("ok")))
                .onFailure(refused -> exchange.refuse(((BodyRefusal) refused).status(),
                        MultiMap.caseInsensitiveMultiMap(), Buffer.buffer()));
    }

    private void onLoop(Runnable task) {
        ((HttpServerRequestInternal) exchanges.getFirst().request()).context().runOnContext(go -> task.run());
    }

    private static String post(int length) {
        return "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private Socket connect() throws IOException {
        return connect("127.0.0.1");
    }

    private Socket connect(String from) throws IOException {
        var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port, InetAddress.ofLiteral(from), 0);
        socket.setSoTimeout(10_000);
        sockets.add(socket);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    /** Ignores a connection that the gateway has closed. */
    private static void sendQuietly(Socket socket, String text) {
        try {
            send(socket, text);
        } catch (IOException closed) {
            // the response can still be read
        }
    }

    private void served(Socket socket) throws IOException {
        send(socket, post(1) + "x");
        assertThat(firstLine(socket)).isEqualTo("HTTP/1.1 200 OK");
    }

    /** Reads a whole response, whose body is {@code ok} or empty, and returns its status line. */
    private static String firstLine(Socket socket) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                break;
            }
            text.append((char) next);
        }
        if (text.indexOf("content-length: 2") >= 0) {
            socket.getInputStream().readNBytes(2);
        }
        return text.toString().lines().findFirst().orElse("");
    }

    private static boolean closed(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
