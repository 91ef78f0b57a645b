package dev.tracegate.aws.xray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.aws.AwsGiven;
import dev.tracegate.aws.credentials.Credentials;
import dev.tracegate.aws.http.LocalFailure;
import dev.tracegate.aws.http.Transport;
import dev.tracegate.dispatch.SendOutcome;
import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.dispatch.SendOutcome.Unprocessed;
import dev.tracegate.dispatch.SendOutcome.Verdict;
import dev.tracegate.flow.Batch;
import dev.tracegate.testkit.FakeXRay;
import dev.tracegate.testkit.OnLoop;
import dev.tracegate.testkit.SigV4;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class XRaySinkTest {
    private Vertx vertx;
    private FakeXRay xray;
    private Transport transport;
    private final ConnectionErrors errors = new ConnectionErrors();

    @BeforeEach
    void start(Vertx vertx) {
        this.vertx = vertx;
        xray = FakeXRay.start(vertx);
        transport = AwsGiven.transport(vertx, AwsGiven.env());
    }

    @AfterEach
    void stop() {
        xray.close();
    }

    @Test
    void delivers_every_document_unchanged() {
        xray.requireSignature(AwsGiven.SECRET);

        var outcome = send(AwsGiven.batch("{\\\"id\\\":\\\"1\\\"}", "not json \\u0000 é \\\\"));

        assertThat(outcome).isInstanceOfSatisfying(Answered.class, answered -> {
            assertThat(answered.requestId()).startsWith("1-fake-");
            assertThat(answered.unprocessed()).isEmpty();
        });
        assertThat(xray.documents()).containsExactly("{\"id\":\"1\"}", "not json \u0000 é \\");
    }

    @Test
    void sends_the_same_request_as_the_daemon() {
        send(AwsGiven.batch("{}"));

        var call = xray.lastCall();
        assertThat(call.method() + " " + call.path()).isEqualTo("POST /TraceSegments");
        assertThat(call.body().toString()).isEqualTo("{\"TraceSegmentDocuments\":[\"{}\"]}");
        assertThat(call.headers().get("Content-Length")).isEqualTo(String.valueOf(call.body().length()));
        assertThat(call.headers().get("Content-Type")).isEqualTo("application/json");
        assertThat(call.headers().get("X-Amzn-Xray-Timestamp")).isEqualTo("1795435200.123456789");
        assertThat(call.headers().get("User-Agent"))
                .matches("xray-agent/tracegate/1\\.2\\.3 exec-env/UNKNOWN OS/[a-z]+-[a-z0-9_]+");
    }

    @Test
    void signs_the_sent_headers_for_the_region() {
        send(AwsGiven.batch("{}"));

        var headers = xray.lastCall().headers();
        var claim = SigV4.Claim.of(headers);
        assertThat(claim.keyId()).isEqualTo("AKIDLOCAL0000001");
        assertThat(claim.scope()).isEqualTo("20261123/us-west-2/xray/aws4_request");
        assertThat(claim.signedHeaders()).contains("host", "content-type", "x-amz-date", "x-amzn-xray-timestamp")
                .allSatisfy(name -> assertThat(headers.contains(name)).as(name).isTrue());
    }

    @Test
    void assembles_the_body_in_one_buffer_of_the_exact_size() {
        var segments = IntStream.range(0, 50).mapToObj(i -> AwsGiven.segment("x".repeat(i + 1))).toList();

        var body = SegmentsBody.of(segments);

        assertThat(body.length()).isEqualTo(SegmentsBody.size(segments));
        assertThat(body.toJsonObject().getJsonArray("TraceSegmentDocuments")).hasSize(50)
                .last()
                .isEqualTo("x".repeat(50));
    }

    @Test
    void keeps_the_path_of_the_endpoint() {
        xray.behave(FakeXRay.body("{\"UnprocessedTraceSegments\":[]}"));

        send(sink(xray.url() + "/behind/a/gateway/", AwsGiven.Fixed.keys(), AwsGiven.LONG), AwsGiven.batch("{}"));

        assertThat(xray.lastCall().path()).isEqualTo("/behind/a/gateway/TraceSegments");
    }

    @Test
    void reuses_its_connection() {
        for (int i = 0; i < 5; i++) {
            send(AwsGiven.batch("{}"));
        }

        assertThat(xray.calls()).hasSize(5);
        assertThat(xray.connections()).isEqualTo(1);
    }

    @Test
    void names_each_unprocessed_segment() {
        xray.behave(FakeXRay.body("""
                {"UnprocessedTraceSegments":[{"Id":"70de5b6f19ff9a0a","ErrorCode":"InvalidSegment","Message":"too big"},
                {"Id":null,"ErrorCode":"ParseError"}]}"""));

        var outcome = send(AwsGiven.batch("a", "b", "c"));

        assertThat(outcome).isInstanceOfSatisfying(Answered.class,
                answered -> assertThat(answered.unprocessed()).containsExactly(
                        new Unprocessed("70de5b6f19ff9a0a", "InvalidSegment", "too big", Verdict.FINAL),
                        new Unprocessed(null, "ParseError", null, Verdict.FINAL)));
    }

    @Test
    void an_unreadable_response_is_a_server_failure() {
        for (var body : new String[]{"", "null", "[]", "<html>", "\"ok\"", "{}", "{\"UnprocessedTraceSegments\":null}",
                "{\"unprocessedTraceSegments\":[]}", "{\"UnprocessedTraceSegments\":7}",
                "{\"UnprocessedTraceSegments\":{}}", "{\"UnprocessedTraceSegments\":[1]}",
                "{\"UnprocessedTraceSegments\":[null]}",
                "{\"UnprocessedTraceSegments\":[[]]}", "{\"message\":\"Internal failure\"}",
                "{\"__type\":\"com.amazonaws.xray#ThrottledException\",\"UnprocessedTraceSegments\":[]}",
                "{\"UnprocessedTraceSegments\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}",
                "{\"UnprocessedTraceSegments\":[]} xx"}) {
            xray.behave(FakeXRay.body(body));
            assertThat(failed(send(AwsGiven.batch("a")))).as(body)
                    .returns(Cause.SERVER, Failed::cause)
                    .returns("unreadable_answer", Failed::code);
        }
    }

    @Test
    void a_success_response_with_an_error_type_is_unreadable_for_any_body() {
        xray.behave(FakeXRay.error(200, "InternalFailure", "{\"UnprocessedTraceSegments\":[]}"));

        assertThat(failed(send(AwsGiven.batch("a")))).returns(LocalFailure.UNREADABLE, Failed::code);
    }

    @Test
    void accepts_a_response_without_a_request_id() {
        xray.behave((call, request) -> request.response().end("{\"UnprocessedTraceSegments\":[]}"));

        assertThat(send(AwsGiven.batch("a"))).isEqualTo(new Answered(null, List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Bad: a\u0001b", "X-Bad\u0001: a", "Content-Length: x", ": a",
            "Transfer-Encoding: rot13"})
    void a_response_with_invalid_http_headers_is_unreadable(String header) {
        var server = OnLoop.await(vertx.createNetServer().connectHandler(socket -> socket.handler(request -> {
            socket.write("HTTP/1.1 200 OK\r\n" + header + "\r\nContent-Length: 2\r\n\r\n{}");
        })).listen(0, "127.0.0.1"));

        assertThat(failed(send(sink("http://127.0.0.1:" + server.actualPort(), AwsGiven.Fixed.keys(), AwsGiven.LONG),
                AwsGiven.batch("a")))).returns(LocalFailure.UNREADABLE, Failed::code)
                .returns(Cause.SERVER, Failed::cause);
    }

    @Test
    void a_truncated_response_is_a_server_failure() {
        xray.behave(FakeXRay.truncate());

        assertThat(failed(send(AwsGiven.batch("a")))).returns(Cause.SERVER, Failed::cause).returns(200, Failed::status);
    }

    @Test
    void reports_throttling() {
        xray.behave(FakeXRay.throttle());

        assertThat(failed(send(AwsGiven.batch("a")))).returns(Cause.THROTTLED, Failed::cause)
                .returns(429, Failed::status)
                .returns("ThrottledException", Failed::code)
                .returns("Rate exceeded", Failed::message);
    }

    @Test
    void times_out_on_a_hanging_server_and_closes_the_connection() {
        xray.behave(FakeXRay.hang());
        var sink = sink(xray.url(), AwsGiven.Fixed.keys(), AwsGiven.SHORT);

        assertThat(failed(send(sink, AwsGiven.batch("a")))).returns(Cause.TIMEOUT, Failed::cause)
                .returns(0, Failed::status);

        xray.behave(null);
        assertThat(send(AwsGiven.batch("b"))).isInstanceOf(Answered.class);
        assertThat(xray.connections()).isEqualTo(2);
    }

    @Test
    void reports_a_reset_connection() {
        xray.behave(FakeXRay.reset());

        assertThat(failed(send(AwsGiven.batch("a")))).returns(Cause.CONNECTION, Failed::cause)
                .returns(0, Failed::status);
    }

    @Test
    void reports_a_refused_connection_and_an_unknown_host() {
        int closed = xray.port();
        xray.close();

        var refused = send(sink("http://127.0.0.1:" + closed, AwsGiven.Fixed.keys(), AwsGiven.LONG),
                AwsGiven.batch("a"));
        var unknown = send(sink("http://xray.invalid", AwsGiven.Fixed.keys(), AwsGiven.LONG), AwsGiven.batch("a"));

        assertThat(failed(refused)).returns(Cause.CONNECTION, Failed::cause)
                .returns(LocalFailure.REFUSED, Failed::code);
        assertThat(failed(unknown)).returns(Cause.CONNECTION, Failed::cause)
                .returns(LocalFailure.UNKNOWN_HOST, Failed::code);
        xray = FakeXRay.start(vertx);
    }

    @Test
    void sends_nothing_without_credentials() {
        var outcome = send(sink(xray.url(), AwsGiven.Fixed.none(), AwsGiven.LONG), AwsGiven.batch("a"));
        var late = send(sink(xray.url(), AwsGiven.Fixed.never(), AwsGiven.SHORT), AwsGiven.batch("a"));

        assertThat(failed(outcome)).returns(Cause.NO_CREDENTIALS, Failed::cause)
                .returns("nothing found", Failed::message);
        assertThat(failed(late)).returns(Cause.NO_CREDENTIALS, Failed::cause);
        assertThat(xray.calls()).isEmpty();
    }

    @Test
    void invalidates_the_credentials_that_x_ray_reports_as_expired() {
        xray.behave(FakeXRay.error(403, "ExpiredTokenException", "{}"));
        var credentials = AwsGiven.Fixed.keys();

        var outcome = send(sink(xray.url(), credentials, AwsGiven.LONG), AwsGiven.batch("a"));

        assertThat(failed(outcome).cause()).isEqualTo(Cause.EXPIRED_CREDENTIALS);
        assertThat(credentials.invalidated).isEqualTo(AwsGiven.KEYS);
    }

    @Test
    void signs_with_the_clock_of_x_ray_after_x_ray_refused_the_local_time() {
        xray.behave((call, request) -> {
            request.response().putHeader("Date", "Mon, 23 Nov 2026 12:20:00 GMT");
            FakeXRay.error(403, "InvalidSignatureException",
                    "{\"message\":\"Signature expired: 1 is now earlier than 2\"}")
                    .answer(call, request);
        });
        var sink = sink(xray.url(), AwsGiven.Fixed.keys(), AwsGiven.LONG);
        assertThat(failed(send(sink, AwsGiven.batch("a"))).cause()).isEqualTo(Cause.CLOCK_SKEW);

        xray.behave(null);
        send(sink, AwsGiven.batch("a"));

        assertThat(xray.lastCall().headers().get("X-Amz-Date")).isEqualTo("20261123T122000Z");
    }

    @Test
    void counts_failures_by_telemetry_category() {
        xray.behave(FakeXRay.throttle());
        send(AwsGiven.batch("a"));
        xray.behave(FakeXRay.error(500, "InternalFailure", "{}"));
        send(AwsGiven.batch("a"));
        xray.behave(FakeXRay.hang());
        send(sink(xray.url(), AwsGiven.Fixed.keys(), AwsGiven.SHORT), AwsGiven.batch("a"));
        xray.behave(FakeXRay.reset());
        send(AwsGiven.batch("a"));
        send(sink("http://xray.invalid", AwsGiven.Fixed.keys(), AwsGiven.LONG), AwsGiven.batch("a"));
        send(sink("http://127.0.0.1:1", AwsGiven.Fixed.keys(), AwsGiven.LONG), AwsGiven.batch("a"));

        assertThat(errors.totals()).isEqualTo(new ConnectionErrors.Totals(1, 1, 1, 1, 1, 1));
    }

    @Test
    void sends_many_concurrent_calls_over_a_bounded_pool() {
        var sink = sink(xray.url(), AwsGiven.Fixed.keys(), AwsGiven.LONG);

        var all = OnLoop.call(vertx,
                () -> Future.all(IntStream.range(0, 40).mapToObj(i -> sink.send(AwsGiven.batch("d" + i))).toList()));

        assertThat(all.<SendOutcome>list()).allMatch(Answered.class::isInstance);
        assertThat(xray.documents()).hasSize(40);
        assertThat(xray.connections()).isBetween(1, 8);
    }

    private XRaySink sink(String base, Credentials credentials, Duration limit) {
        return new XRaySink(AwsGiven.calls(base, transport, credentials), transport.uploads(), errors, AwsGiven.NOON,
                limit);
    }

    private SendOutcome send(Batch batch) {
        return send(sink(xray.url(), AwsGiven.Fixed.keys(), AwsGiven.LONG), batch);
    }

    private SendOutcome send(XRaySink sink, Batch batch) {
        return OnLoop.call(vertx, () -> sink.send(batch));
    }

    private static Failed failed(SendOutcome outcome) {
        assertThat(outcome).isInstanceOf(Failed.class);
        return (Failed) outcome;
    }
}
