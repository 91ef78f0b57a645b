package dev.tracegate.aws.xray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.aws.AwsGiven;
import dev.tracegate.aws.http.Transport;
import dev.tracegate.http.HttpReply;
import dev.tracegate.http.ReplyBound;
import dev.tracegate.testkit.OnLoop;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class XRayCallsTest {
    private final Vertx vertx = Vertx.vertx();
    private final Transport transport = AwsGiven.transport(vertx, AwsGiven.env());

    @AfterEach
    void close() {
        OnLoop.await(transport.close());
        OnLoop.await(vertx.close());
    }

    /** Only the event loop of the caller may change the dispatcher's state. */
    @Test
    void a_call_that_times_out_while_waiting_for_credentials_fails_on_the_event_loop_of_the_caller() {
        var calls = AwsGiven.calls("http://127.0.0.1:9", transport, AwsGiven.Fixed.never());

        var outcome = OnLoop.call(vertx, () -> {
            var caller = Thread.currentThread();
            return calls
                    .post(transport.uploads(), "/TraceSegments", MultiMap.caseInsensitiveMultiMap(), Buffer::buffer,
                            Duration.ofMillis(20), ReplyBound.PUT_TRACE_SEGMENTS, HttpReply::status)
                    .map(reply -> "answered")
                    .recover(failure -> Future.succeededFuture(
                            failure.getClass().getSimpleName() + " on the caller's loop: "
                                    + (Thread.currentThread() == caller)));
        });

        assertThat(outcome).isEqualTo("NoCredentialsException on the caller's loop: true");
    }
}
