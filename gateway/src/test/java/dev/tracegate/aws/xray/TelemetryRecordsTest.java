package dev.tracegate.aws.xray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.aws.AwsGiven;
import dev.tracegate.aws.metadata.HostIdentity;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.testkit.OnLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class TelemetryRecordsTest {
    private final List<JsonObject> sent = new ArrayList<>();
    private final ConnectionErrors errors = new ConnectionErrors();
    private volatile TelemetryCounts counts = TelemetryCounts.NONE;
    private volatile boolean unreachable;
    private TelemetryRecords records;
    private Vertx vertx;

    @BeforeEach
    void start(Vertx vertx) {
        this.vertx = vertx;
        records = new TelemetryRecords(vertx, this::send, () -> counts, errors, AwsGiven.NOON,
                new HostIdentity("host-1", "i-1"), "arn:aws:ec2:x");
    }

    @Test
    void sends_nothing_until_the_first_datagram() {
        minute();
        assertThat(sent).isEmpty();

        counts = new TelemetryCounts(1, 0, 0, 0);
        minute();
        assertThat(sent).hasSize(1);
    }

    @Test
    void sends_the_record_format_of_the_daemon_with_the_counted_errors() {
        counts = new TelemetryCounts(13, 8, 2, 5);
        errors.count(new Failed(Cause.THROTTLED, 429, "ThrottledException", "", null));
        errors.count(new Failed(Cause.TIMEOUT, 0, "timeout", "", null));

        minute();

        assertThat(sent).containsExactly(new JsonObject(
                """
                        {"EC2InstanceId":"i-1","Hostname":"host-1","ResourceARN":"arn:aws:ec2:x","TelemetryRecords":[{"BackendConnectionErrors":
                        {"ConnectionRefusedCount":0,"HTTPCode4XXCount":1,"HTTPCode5XXCount":0,"OtherCount":0,"TimeoutCount":1,"UnknownHostCount":0},
                        "SegmentsReceivedCount":13,"SegmentsRejectedCount":5,"SegmentsSentCount":8,"SegmentsSpilloverCount":2,
                        "Timestamp":1795435200.123}]}"""));
    }

    @Test
    void each_record_contains_the_counts_since_the_previous_record() {
        counts = new TelemetryCounts(10, 8, 1, 1);
        errors.count(new Failed(Cause.SERVER, 500, "x", "", null));
        minute();
        counts = new TelemetryCounts(15, 8, 1, 4);
        minute();

        var second = sent.get(1).getJsonArray("TelemetryRecords").getJsonObject(0);
        assertThat(second.getInteger("SegmentsReceivedCount")).isEqualTo(5);
        assertThat(second.getInteger("SegmentsSentCount")).isZero();
        assertThat(second.getInteger("SegmentsRejectedCount")).isEqualTo(3);
        assertThat(second.getJsonObject("BackendConnectionErrors").getInteger("HTTPCode5XXCount")).isZero();
    }

    @Test
    void keeps_thirty_records_and_sends_ten_per_call_in_order() {
        unreachable = true;
        for (int i = 1; i <= 35; i++) {
            received(i);
            minute();
        }
        unreachable = false;
        sent.clear();
        received(36);
        minute();

        assertThat(sent).extracting(body -> body.getJsonArray("TelemetryRecords").size()).containsExactly(10, 10, 10);
        // record i reports i datagrams; the oldest six were dropped
        assertThat(sent.stream().flatMap(body -> body.getJsonArray("TelemetryRecords").stream()))
                .extracting(record -> ((JsonObject) record).getInteger("SegmentsReceivedCount"))
                .containsExactlyElementsOf(java.util.stream.IntStream.rangeClosed(7, 36).boxed().toList());
    }

    @Test
    void sends_a_last_record_on_stop_and_stops_even_if_x_ray_is_unreachable() {
        counts = new TelemetryCounts(3, 3, 0, 0);
        OnLoop.await(records.stop());
        assertThat(sent).hasSize(1);

        unreachable = true;
        OnLoop.await(records.stop());
        assertThat(sent).hasSize(2);
    }

    private void received(int more) {
        counts = new TelemetryCounts(counts.received() + more, 0, 0, 0);
    }

    private void minute() {
        OnLoop.call(vertx, records::minute);
    }

    private Future<Void> send(JsonObject body, Duration limit) {
        sent.add(body);
        return unreachable ? Future.failedFuture("unreachable") : Future.succeededFuture();
    }
}
