package dev.tracegate.telemetry.summary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.telemetry.logging.LogContext;
import dev.tracegate.telemetry.logging.LogFormat;
import dev.tracegate.telemetry.logging.LogLevel;
import dev.tracegate.telemetry.logging.LogSettings;
import dev.tracegate.telemetry.logging.Logging;
import dev.tracegate.telemetry.metrics.CredentialsTag;
import dev.tracegate.telemetry.metrics.FakeGateway;
import dev.tracegate.telemetry.metrics.FakeTenant;
import dev.tracegate.testkit.ManualClock;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {
    private static final Instant TIME = Instant.parse("2026-11-22T23:57:19.987Z");
    private static final Set<String> CLOUDWATCH_UNITS = Set.of("Count", "Bytes", "Percent", "Milliseconds", "Seconds");

    private final FakeGateway gateway = new FakeGateway();
    private final ManualClock clock = new ManualClock(TIME);
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();

    @Test
    void a_summary_reads_the_books_of_each_tenant_once() {
        var _ = Snapshot.of(gateway);

        assertThat(gateway.readings).isEqualTo(1);
    }

    @Test
    void the_text_has_received_delivered_and_lost_segments_with_reasons() {
        setBusyMinute();

        assertThat(SummaryText.of(sinceStart())).isEqualTo(
                "Summary of the last 60 s: received 1,300, delivered 1,200, lost 48 (rejected invalid_header 1, "
                        + "rejected missing_header 4, shed buffer_full 30, dead_lettered InvalidSegment 2, kernel_dropped 11), "
                        + "retried 5, waiting 50, buffer 16.0 of 64.0 MiB, credentials valid");
    }

    @Test
    void the_text_of_an_idle_minute_has_no_reasons() {
        assertThat(SummaryText.of(sinceStart())).isEqualTo(
                "Summary of the last 60 s: received 0, delivered 0, lost 0, retried 0, waiting 0, "
                        + "buffer 0.0 of 64.0 MiB, credentials valid");
    }

    @Test
    void all_tenants_are_summed() {
        gateway.tenant.received = 1;
        var orders = new FakeTenant("orders");
        orders.received = 2;
        orders.shed.put(ShedReason.BUFFER_FULL, 3L);
        gateway.tenants.add(orders);

        var summary = sinceStart();

        assertThat(summary.received()).isEqualTo(3);
        assertThat(summary.lost().shed()).containsExactlyEntriesOf(java.util.Map.of("buffer_full", 3L));
    }

    @Test
    void counters_cover_the_interval_and_gauges_are_current() {
        setBusyMinute();
        var before = Snapshot.of(gateway);
        gateway.tenant.received += 10;
        gateway.tenant.delivered += 7;
        gateway.tenant.rejected.merge(RejectReason.MISSING_HEADER, 3L, Long::sum);
        gateway.tenant.deadLettered.put("Fresh", 1L);
        gateway.kernelDrops = OptionalLong.of(12);

        var summary = Summary.between(before, Snapshot.of(gateway), Duration.ofSeconds(60));

        assertThat(summary.received()).isEqualTo(10);
        assertThat(summary.delivered()).isEqualTo(7);
        assertThat(summary.retried()).isZero();
        assertThat(summary.lost().rejected()).containsExactlyEntriesOf(java.util.Map.of("missing_header", 3L));
        assertThat(summary.lost().shed()).isEmpty();
        assertThat(summary.lost().deadLettered()).containsExactlyEntriesOf(java.util.Map.of("Fresh", 1L));
        assertThat(summary.lost().kernelDropped()).isEqualTo(1);
        assertThat(summary.waiting()).isEqualTo(50);
        assertThat(summary.bufferPercent()).isEqualTo(25);
    }

    @Test
    void the_json_is_a_log_line_with_all_values() {
        setBusyMinute();

        var json = new JsonObject(SummaryJson.of(sinceStart(), TIME));

        assertThat(json).isEqualTo(new JsonObject().put("timestamp", "2026-11-22T23:57:19.987Z")
                .put("level", "Info")
                .put("logger", SummaryReporter.class.getName())
                .put("message", "Summary")
                .put("interval_seconds", 60)
                .put("received", 1_300)
                .put("delivered", 1_200)
                .put("lost", 48)
                .put("lost_by_reason", new JsonObject()
                        .put("rejected", new JsonObject().put("invalid_header", 1).put("missing_header", 4))
                        .put("shed", new JsonObject().put("buffer_full", 30))
                        .put("dead_lettered", new JsonObject().put("InvalidSegment", 2))
                        .put("kernel_dropped", 11))
                .put("sampled_out", 0)
                .put("sampled_out_by_rule", new JsonObject())
                .put("retried", 5)
                .put("waiting", 50)
                .put("buffer_bytes", 16 * 1024 * 1024)
                .put("buffer_limit_bytes", 64 * 1024 * 1024)
                .put("credentials", "valid"));
    }

    @Test
    void what_was_sampled_out_is_no_loss_and_is_told_by_rule_where_there_is_any() {
        setBusyMinute();
        gateway.tenant.sampledOut.put("tenant_keep_rate", 3_000L);
        var before = Snapshot.of(gateway);
        gateway.tenant.sampledOut.put("tenant_keep_rate", 4_200L);

        var summary = Summary.between(before, Snapshot.of(gateway), Duration.ofSeconds(60));

        assertThat(summary.lost().total()).isZero();
        assertThat(SummaryText.of(summary)).contains("lost 0, sampled out 1,200 (tenant_keep_rate 1,200), retried 0");
        assertThat(new JsonObject(SummaryJson.of(summary, TIME)).getInteger("sampled_out")).isEqualTo(1_200);
        assertThat(new JsonObject(SummaryEmf.of(summary, "tracegate", TIME)).getMap()).containsEntry("SampledOut",
                1_200);
        assertThat(new JsonObject(SummaryEmf.of(sinceStart(new FakeGateway()), "tracegate", TIME)).getMap())
                .doesNotContainKey("SampledOut");
    }

    /** The requirements of the CloudWatch embedded metric format specification. */
    @Test
    void the_emf_document_has_the_members_that_the_format_requires() {
        setBusyMinute();

        var root = new JsonObject(SummaryEmf.of(sinceStart(), "tracegate", TIME));

        var metadata = root.getJsonObject("_aws");
        assertThat(metadata.fieldNames()).containsExactlyInAnyOrder("Timestamp", "CloudWatchMetrics");
        assertThat(metadata.getValue("Timestamp")).isEqualTo(TIME.toEpochMilli());
        var directive = metadata.getJsonArray("CloudWatchMetrics").getJsonObject(0);
        assertThat(directive.fieldNames()).containsExactlyInAnyOrder("Namespace", "Dimensions", "Metrics");
        assertThat(directive.getString("Namespace")).isEqualTo("Tracegate");
        assertThat(directive.getJsonArray("Dimensions")).isEqualTo(new JsonArray().add(new JsonArray().add("Service")));
        assertThat(root.getValue("Service")).as("the value of a dimension is a string").isEqualTo("tracegate");
        assertThat(directive.getJsonArray("Metrics")).hasSizeBetween(1, 100).allSatisfy(element -> {
            var metric = (JsonObject) element;
            assertThat(metric.fieldNames()).containsExactlyInAnyOrder("Name", "Unit");
            assertThat(metric.getString("Unit")).isIn(CLOUDWATCH_UNITS);
            assertThat(root.getValue(metric.getString("Name"))).as("target member").isInstanceOf(Number.class);
        });
    }

    @Test
    void the_emf_metrics_are_those_of_the_summary() {
        setBusyMinute();
        gateway.credentials = CredentialsTag.EXPIRED;

        var root = new JsonObject(SummaryEmf.of(sinceStart(), "tracegate", TIME));

        assertThat(root.getMap()).containsEntry("Received", 1_300)
                .containsEntry("Delivered", 1_200)
                .containsEntry("Retried", 5)
                .containsEntry("Lost", 48)
                .containsEntry("Rejected", 5)
                .containsEntry("Shed", 30)
                .containsEntry("DeadLettered", 2)
                .containsEntry("KernelDropped", 11)
                .containsEntry("Waiting", 50)
                .containsEntry("BufferBytes", 16 * 1024 * 1024)
                .containsEntry("BufferUsed", 25.0)
                .containsEntry("CredentialsBad", 1)
                .containsEntry("credentials", "expired");
    }

    @Test
    void each_report_covers_the_time_since_the_previous_one() {
        var settings = new LogSettings(LogLevel.INFO, LogFormat.TEXT, null, true);
        try (var logging = Logging.start(settings, 0, LogContext.fresh(), ZoneOffset.UTC, stdout)) {
            gateway.tenant.received = 99;
            var reporter = new SummaryReporter(gateway, SummaryFormat.JSON, logging, clock, clock);
            gateway.tenant.received += 10;
            clock.advance(Duration.ofSeconds(60));
            reporter.report();
            gateway.tenant.received += 4;
            clock.advance(Duration.ofSeconds(7));

            reporter.report();
        }

        assertThat(stdoutObjects()).extracting(json -> json.getInteger("received")).containsExactly(10, 4);
        assertThat(stdoutObjects()).extracting(json -> json.getInteger("interval_seconds")).containsExactly(60, 7);
    }

    @Test
    void emf_goes_to_stdout_even_if_the_log_is_a_file_at_level_error(@TempDir Path folder)
            throws IOException {
        var file = folder.resolve("xray.log");
        var settings = new LogSettings(LogLevel.ERROR, LogFormat.TEXT, file, true);

        try (var logging = Logging.start(settings, 1_000, LogContext.fresh(), ZoneOffset.UTC, stdout)) {
            new SummaryReporter(gateway, SummaryFormat.EMF, logging, clock, clock).report();
        }

        assertThat(stdoutObjects()).singleElement().matches(json -> json.containsKey("_aws"));
        assertThat(Files.readAllLines(file)).isEmpty();
    }

    private void setBusyMinute() {
        var tenant = gateway.tenant;
        tenant.received = 1_300;
        tenant.delivered = 1_200;
        tenant.retried = 5;
        tenant.rejected.put(RejectReason.MISSING_HEADER, 4L);
        tenant.rejected.put(RejectReason.INVALID_HEADER, 1L);
        tenant.shed.put(ShedReason.BUFFER_FULL, 30L);
        tenant.deadLettered.put("InvalidSegment", 2L);
        tenant.queuedSegments = 40;
        tenant.inFlight = 10;
        gateway.kernelDrops = OptionalLong.of(11);
        gateway.bufferBytes = 16L * 1024 * 1024;
    }

    private Summary sinceStart() {
        return sinceStart(gateway);
    }

    private static Summary sinceStart(FakeGateway gateway) {
        return Summary.between(Snapshot.of(new FakeGateway()), Snapshot.of(gateway), Duration.ofSeconds(60));
    }

    private List<JsonObject> stdoutObjects() {
        return stdout.toString(UTF_8).lines().map(JsonObject::new).toList();
    }
}
