package dev.tracegate.aws.xray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.aws.AwsGiven;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.http.HttpReply;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorClassifierTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            429 | ThrottledException                          | THROTTLED
            400 | ThrottlingException                         | THROTTLED
            400 | Throttling                                  | THROTTLED
            400 | RequestLimitExceeded                        | THROTTLED
            400 | ProvisionedThroughputExceededException      | THROTTLED
            400 | TooManyRequestsException                    | THROTTLED
            503 | SlowDown                                    | THROTTLED
            429 | SomethingNew                                | THROTTLED
            403 | ExpiredTokenException                       | EXPIRED_CREDENTIALS
            400 | ExpiredToken                                | EXPIRED_CREDENTIALS
            403 | RequestTimeTooSkewed                        | CLOCK_SKEW
            403 | RequestExpired                              | CLOCK_SKEW
            403 | RequestInTheFuture                          | CLOCK_SKEW
            403 | AccessDeniedException                       | ACCESS_DENIED
            400 | AccessDenied                                | ACCESS_DENIED
            400 | UnrecognizedClientException                 | ACCESS_DENIED
            403 | InvalidClientTokenId                        | ACCESS_DENIED
            403 | MissingAuthenticationTokenException         | ACCESS_DENIED
            403 | InvalidSignatureException                   | ACCESS_DENIED
            403 | SomethingNew                                | ACCESS_DENIED
            404 | UnknownOperationException                   | ACCESS_DENIED
            407 | ProxyAuthenticationRequired                 | ACCESS_DENIED
            400 | InvalidRequestException                     | CONTENT_REFUSED
            400 | SerializationException                      | CONTENT_REFUSED
            413 | RequestEntityTooLargeException              | CONTENT_REFUSED
            400 | throttlingexception                         | THROTTLED
            400 | INVALIDREQUESTEXCEPTION                     | CONTENT_REFUSED
            400 | RequestTimeout                              | SERVER
            400 | ServiceUnavailableException                 | SERVER
            408 | Whatever                                    | SERVER
            500 | InternalFailure                             | SERVER
            502 | Whatever                                    | SERVER
            503 | ServiceUnavailable                          | SERVER
            """)
    void classifies_errors_by_code_and_then_by_status(int status, String code, Cause cause) {
        assertThat(read(status, code, "{}")).returns(cause, Failed::cause)
                .returns(status, Failed::status)
                .returns(code, Failed::code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Signature expired: 20261123T000000Z is now earlier than 20261123T001500Z      | CLOCK_SKEW
            Signature not yet current: 20261123T003000Z is still later than 20261123T0015 | CLOCK_SKEW
            The request signature we calculated does not match the signature you provided | ACCESS_DENIED
            """)
    void a_signature_error_is_a_clock_skew_only_if_its_message_states_a_time(String message, Cause cause) {
        var failed = read(403, "InvalidSignatureException", "{\"message\":\"" + message + "\"}");

        assertThat(failed).returns(cause, Failed::cause).returns(message, Failed::message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ThrottledException:http://internal.amazon.com/coral/   | {}                                          | ThrottledException
            com.amazonaws.xray#InvalidRequestException             | {}                                          | InvalidRequestException
            a.b#AccessDeniedException:http://x/y#z                 | {}                                          | AccessDeniedException
            `                                                    ` | {"__type":"com.amazon.coral#ExpiredTokenException"} | ExpiredTokenException
            `                                                    ` | {"__type":"validationexception"}             | validationexception
            """)
    void finds_the_code_in_the_header_or_in_the_body(String header, String body, String code) {
        assertThat(read(400, header.isBlank() ? null : header, body).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            400 | <html><title>400 Bad Request</title></html>
            413 | <html>413 Request Entity Too Large</html>
            403 | {"message":"Forbidden"}
            403 | {"__type":"ForbiddenByFirewall"}
            403 | {"code":"ThrottledException"}
            404 | ``
            404 | []
            407 | null
            400 | {"__type":5}
            301 | {}
            204 | ``
            500 | {"code":5,"message":{}}
            502 | <html>sorry</html>
            503 | ``
            """)
    void a_response_without_an_x_ray_error_type_is_from_an_intermediary(int status, String body) {
        assertThat(read(status, null, body)).returns(Cause.ON_THE_WAY, Failed::cause)
                .returns(status, Failed::status)
                .returns("HTTP " + status, Failed::code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "not a name!", "<html>", "#", ":"})
    void a_header_that_is_not_a_valid_name_is_not_an_error_type(String header) {
        assertThat(read(400, header, "{}").cause()).isEqualTo(Cause.ON_THE_WAY);
    }

    @Test
    void a_429_is_a_throttle_even_if_it_is_from_an_intermediary() {
        assertThat(read(429, null, "<html>slow down</html>").cause()).isEqualTo(Cause.THROTTLED);
    }

    @Test
    void an_intermediary_is_named_by_its_headers_in_a_bounded_message() {
        var headers = MultiMap.caseInsensitiveMultiMap()
                .set("Server", "awselb/2.0")
                .set("Content-Type", "t".repeat(10_000));

        var failed = ErrorClassifier.read(new HttpReply(400, headers, Buffer.buffer("<html>"), true), AwsGiven.NOON);

        assertThat(failed.message()).contains("Server: awselb/2.0").hasSizeLessThan(250);
    }

    @ParameterizedTest
    @CsvSource({"Retry-After, 7, PT7S", "Retry-After, 0, PT0S", "x-amz-retry-after, 1500, PT1.5S",
            "Retry-After, 'Mon, 23 Nov 2026 12:00:30 GMT', PT29.876543211S",
            "Retry-After, 'Mon, 23 Nov 2026 11:00:00 GMT', PT0S", "Retry-After, 86400, PT5M",
            "Retry-After, 'Fri, 31 Dec 9999 23:59:59 GMT', PT5M", "Retry-After, soon,", "Retry-After, -5,",
            "Retry-After, 99999999999999999999,", "x-amz-retry-after, never,"})
    void reads_the_retry_delay(String header, String value, @Nullable Duration wait) {
        var headers = MultiMap.caseInsensitiveMultiMap().set(header, value);

        assertThat(RetryAfter.of(headers, AwsGiven.NOON)).isEqualTo(wait);
    }

    private static Failed read(int status, @Nullable String header, String body) {
        var headers = MultiMap.caseInsensitiveMultiMap();
        if (header != null) {
            headers.set("x-amzn-errortype", header);
        }
        return ErrorClassifier.read(new HttpReply(status, headers, Buffer.buffer(body), true), AwsGiven.NOON);
    }
}
