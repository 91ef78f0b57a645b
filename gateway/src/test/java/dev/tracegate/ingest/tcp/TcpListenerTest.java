package dev.tracegate.ingest.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.ingest.PortSharing;
import dev.tracegate.ingest.source.CallerResolver;
import dev.tracegate.testkit.Capacities;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TcpListenerTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<ApiCall> calls = new ArrayList<>();
    private final AtomicInteger forbidden = new AtomicInteger();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void a_sampling_call_and_its_response_are_passed_through_unchanged() throws Exception {
        int port = listen(call -> {
            calls.add(call);
            return Future.succeededFuture(
                    new ApiReply(429, MultiMap.caseInsensitiveMultiMap().add("x-amzn-ErrorType", "ThrottledException"),
                            Buffer.buffer("{\"Message\":\"slow\"}")));
        });

        var answer = send(port, "POST", "/SamplingTargets?x=1", "{\"a\":[1]}");

        assertThat(calls).hasSize(1);
        assertThat(calls.getFirst().path()).isEqualTo("/SamplingTargets");
        assertThat(calls.getFirst().body()).hasToString("{\"a\":[1]}");
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("x-amzn-errortype")).contains("ThrottledException");
        assertThat(answer.body()).isEqualTo("{\"Message\":\"slow\"}");
    }

    @ParameterizedTest
    @CsvSource({"POST,/TraceSegments", "PUT,/EncryptionConfig", "GET,/GetSamplingRules", "POST,/",
            "POST,/getsamplingrules", "GET,//GetSamplingRules", "POST,/SamplingTargets/x", "GET,/anything/else"})
    void every_other_call_is_forbidden_and_counted(String method, String path) throws Exception {
        int port = listen(call -> {
            calls.add(call);
            return Future.failedFuture("must not be reached");
        });

        var answer = send(port, method, path, "{}");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("x-amzn-errortype")).contains("AccessDeniedException");
        assertThat(forbidden).hasValue(1);
        assertThat(calls).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"//SamplingTargets", "/SamplingTargets/", "///SamplingTargets//"})
    void duplicate_slashes_in_the_path_are_ignored(String path) throws Exception {
        int port = listen(call -> {
            calls.add(call);
            return Future.succeededFuture(new ApiReply(200, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer("{}")));
        });

        assertThat(send(port, "POST", path, "{}").statusCode()).isEqualTo(200);
        assertThat(calls.getFirst().path()).isEqualTo("/SamplingTargets");
    }

    @Test
    void a_body_beyond_the_limit_is_refused() throws Exception {
        int port = listen(call -> Future.failedFuture("must not be reached"));

        // the head alone: a client that still sends its body when the connection is closed may not read the answer
        try (var socket = new java.net.Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write("POST /SamplingTargets HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
                            .formatted(CallPolicy.CALL_BYTES + 1)
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(12), java.nio.charset.StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void a_failed_handler_is_answered_with_status_500() throws Exception {
        int port = listen(call -> Future.failedFuture("bug"));

        assertThat(send(port, "POST", "/SamplingTargets", "{}").statusCode()).isEqualTo(500);
    }

    @Test
    void a_disconnected_client_does_not_affect_other_calls() throws Exception {
        var held = Promise.<ApiReply>promise();
        var reached = Promise.<Void>promise();
        int port = listen(call -> {
            reached.tryComplete();
            return calls.isEmpty() && !held.future().isComplete()
                    ? held.future()
                    : Future.succeededFuture(new ApiReply(200, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer()));
        });
        try (var socket = new java.net.Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write("POST /SamplingTargets HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n".getBytes(
                            java.nio.charset.StandardCharsets.US_ASCII));
            reached.future().await();
        }
        held.complete(new ApiReply(200, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer("late")));

        assertThat(send(port, "POST", "/SamplingTargets", "{}").statusCode()).isEqualTo(200);
    }

    private int listen(ApiHandler handler) {
        return new TcpListener(handler, CallPolicy.sampling(), CallerResolver.single(), Capacities.tcp(),
                System::nanoTime,
                forbidden::incrementAndGet)
                .bind(vertx, "127.0.0.1", 0, PortSharing.ALONE)
                .await();
    }

    private static HttpResponse<String> send(int port, String method, String path, String body)
            throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .method(method, BodyPublishers.ofString(body))
                    .build(), BodyHandlers.ofString());
        }
    }
}
