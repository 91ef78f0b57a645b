package dev.tracegate.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tracegate.dispatch.DispatchEvent;
import dev.tracegate.dispatch.SendOutcome;
import dev.tracegate.flow.Batch;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.ingest.tcp.SamplingAnswer;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.telemetry.logging.LogContext;
import dev.tracegate.telemetry.logging.LogFormat;
import dev.tracegate.telemetry.logging.LogLevel;
import dev.tracegate.telemetry.logging.LogSettings;
import dev.tracegate.telemetry.logging.Logging;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.GeneratedFile;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final Path DOCUMENT = Path.of(System.getProperty("basedir", ".")).resolve("../docs/metrics.md");

    private final Logging logging = Logging.start(
            new LogSettings(LogLevel.INFO, LogFormat.TEXT, null, true), 0, LogContext.fresh(), ZoneOffset.UTC,
            OutputStream.nullOutputStream());
    private final Metrics metrics = new Metrics(logging);
    private final FakeGateway gateway = new FakeGateway();

    @AfterEach
    void close() {
        logging.close();
    }

    @Test
    void a_tenant_that_is_gone_has_no_meters_and_other_tenants_that_are_gone_stay_in_their_sum() {
        for (int i = 0; i < GatewayMeters.MAX_TENANTS + 2; i++) {
            var tenant = new FakeTenant("tenant-" + i);
            tenant.received = 10;
            tenant.queuedSegments = 5;
            gateway.tenants.add(tenant);
        }
        metrics.bind(gateway);
        var others = "tracegate_received_datagrams_total{tenant=\"(others)\"}";
        assertThat(scrape().value(others)).as("of 203 tenants").isEqualTo(30);

        var own = gateway.tenants.remove(1);
        var other = gateway.tenants.removeLast();
        var removed = new FakeTenant(SegmentLedger.REMOVED.value());
        removed.received = 20;
        gateway.tenants.add(removed);
        var page = scrape();

        assertThat(page.samples().keySet()).noneMatch(key -> key.contains("\"" + own.tenant() + "\""))
                .noneMatch(key -> key.contains(SegmentLedger.REMOVED.value()));
        assertThat(page.value(others)).isEqualTo(30);
        assertThat(page.value("tracegate_queued_segments{tenant=\"(others)\"}")).as("of present ones").isEqualTo(10);

        gateway.tenants.addAll(List.of(own, other));
        assertThat(scrape().value("tracegate_received_datagrams_total{tenant=\"tenant-0\"}")).isEqualTo(10);
    }

    @Test
    void meters_stay_bounded_while_tenants_come_and_go() {
        metrics.bind(gateway);
        scrape();
        int before = metrics.registry().getMeters().size();
        for (int i = 0; i < 10_000; i++) {
            var tenant = new FakeTenant("tenant-" + i);
            tenant.deadLettered.put("code-" + i, 1L);
            gateway.tenants.add(tenant);
            if (gateway.tenants.size() > 10) {
                scrape();
                gateway.tenants.subList(1, gateway.tenants.size()).clear();
            }
        }
        gateway.tenants.subList(1, gateway.tenants.size()).clear();
        scrape();

        assertThat(metrics.registry().getMeters()).hasSize(before);
    }

    @Test
    void tenants_beyond_the_bound_are_summed_as_others_except_unattributed() {
        for (int i = 0; i < GatewayMeters.MAX_TENANTS + 50; i++) {
            var tenant = new FakeTenant("tenant-" + i);
            tenant.received = 1;
            tenant.shed.put(ShedReason.RATE_LIMIT, 2L);
            tenant.deadLettered.put("InvalidSegment", 3L);
            gateway.tenants.add(tenant);
        }
        gateway.tenants.add(new FakeTenant("unattributed"));
        metrics.bind(gateway);

        var page = scrape();

        // default has its own meters too
        assertThat(page.value("tracegate_received_datagrams_total{tenant=\"(others)\"}")).isEqualTo(51);
        assertThat(page.value("tracegate_shed_segments_total{reason=\"rate_limit\",tenant=\"(others)\"}"))
                .isEqualTo(102);
        assertThat(page.value("tracegate_dead_lettered_segments_total{code=\"InvalidSegment\",tenant=\"(others)\"}"))
                .isEqualTo(153);
        assertThat(page.value("tracegate_received_datagrams_total{tenant=\"unattributed\"}")).isZero();
        assertThat(page.value("tracegate_received_datagrams_total{tenant=\"tenant-0\"}")).isEqualTo(1);
    }

    @Test
    void a_cache_has_the_meters_of_micrometer_under_its_name() {
        Cache<String, String> cache = Caffeine.newBuilder().recordStats().executor(Runnable::run).build();
        metrics.bindCache("task_roles", cache);
        cache.put("a", "b");
        assertThat(cache.getIfPresent("a")).isEqualTo("b");
        assertThat(cache.getIfPresent("missing")).isNull();

        var page = scrape();

        assertThat(page.value("cache_size{cache=\"task_roles\"}")).isEqualTo(1);
        assertThat(page.value("cache_gets_total{cache=\"task_roles\",result=\"hit\"}")).isEqualTo(1);
        assertThat(page.value("cache_gets_total{cache=\"task_roles\",result=\"miss\"}")).isEqualTo(1);
        assertThat(page.value("cache_evictions_total{cache=\"task_roles\"}")).isZero();
    }

    @Test
    void a_scrape_shows_the_books_of_a_tenant() {
        var tenant = gateway.tenant;
        tenant.received = 100;
        tenant.rejected.put(RejectReason.MISSING_HEADER, 7L);
        tenant.unreadable = 6;
        tenant.invalidUtf8 = 5;
        tenant.queuedSegments = 4;
        tenant.queuedBytes = 4096;
        tenant.inFlight = 3;
        tenant.delivered = 80;
        tenant.spooled = 14;
        tenant.restored = 15;
        tenant.retried = 2;
        tenant.shed.put(ShedReason.BUFFER_FULL, 9L);
        tenant.deadLettered.put("InvalidSegment", 1L);
        tenant.sampledOut.put("tenant_keep_rate", 17L);
        tenant.undecidable = 18;
        metrics.bind(gateway);

        var page = scrape();

        assertThat(page.value("tracegate_sampled_out_segments_total{rule=\"tenant_keep_rate\",tenant=\"default\"}"))
                .isEqualTo(17);
        assertThat(page.value("tracegate_undecidable_segments_total{tenant=\"default\"}")).isEqualTo(18);
        assertThat(page.value("tracegate_received_datagrams_total{tenant=\"default\"}")).isEqualTo(100);
        assertThat(page
                .value("tracegate_rejected_datagrams_total{reason=\"missing_header\",tenant=\"default\"}"))
                .isEqualTo(7);
        assertThat(page
                .value("tracegate_rejected_datagrams_total{reason=\"empty_datagram\",tenant=\"default\"}"))
                .isZero();
        assertThat(page.value("tracegate_unreadable_segments_total{tenant=\"default\"}")).isEqualTo(6);
        assertThat(page.value("tracegate_invalid_utf8_segments_total{tenant=\"default\"}")).isEqualTo(5);
        assertThat(page.value("tracegate_queued_segments{tenant=\"default\"}")).isEqualTo(4);
        assertThat(page.value("tracegate_queued_bytes{tenant=\"default\"}")).isEqualTo(4096);
        assertThat(page.value("tracegate_in_flight_segments{tenant=\"default\"}")).isEqualTo(3);
        assertThat(page.value("tracegate_delivered_segments_total{tenant=\"default\"}")).isEqualTo(80);
        assertThat(page.value("tracegate_spooled_segments{tenant=\"default\"}")).isEqualTo(14);
        assertThat(page.value("tracegate_restored_segments_total{tenant=\"default\"}")).isEqualTo(15);
        assertThat(page.value("tracegate_retried_segments_total{tenant=\"default\"}")).isEqualTo(2);
        assertThat(page.value("tracegate_shed_segments_total{reason=\"buffer_full\",tenant=\"default\"}"))
                .isEqualTo(9);
        assertThat(page
                .value("tracegate_dead_lettered_segments_total{code=\"InvalidSegment\",tenant=\"default\"}"))
                .isEqualTo(1);
    }

    @Test
    void a_scrape_reads_the_books_of_each_tenant_once() {
        metrics.bind(gateway);

        for (int i = 0; i < 3; i++) {
            scrape();
        }

        assertThat(gateway.readings).isEqualTo(3);
    }

    @Test
    void a_scrape_shows_the_process() {
        gateway.bufferBytes = 1_000;
        gateway.bufferLimitBytes = 2_000;
        gateway.kernelDrops = OptionalLong.of(11);
        gateway.credentials = CredentialsTag.MISSING;
        gateway.samplingCalls.put(SamplingAnswer.LAST_GOOD, 12L);
        gateway.spool = SpoolHealth.FULL;
        gateway.forbiddenCalls = 13;
        gateway.sendRateLimit = 2_600.5;
        gateway.refusedTenants = 14;
        gateway.stalled.put("throttled", 15L);
        gateway.imbalance = 2;
        metrics.bind(gateway);

        var page = scrape();

        assertThat(page.value("tracegate_books_imbalance_segments")).isEqualTo(2);
        assertThat(page.value("tracegate_stalled_destinations{reason=\"throttled\"}")).isEqualTo(15);
        assertThat(page.value("tracegate_buffer_bytes")).isEqualTo(1_000);
        assertThat(page.value("tracegate_refused_tenants")).isEqualTo(14);
        assertThat(page.value("tracegate_buffer_limit_bytes")).isEqualTo(2_000);
        assertThat(page.value("tracegate_kernel_dropped_datagrams_total")).isEqualTo(11);
        assertThat(page.value("tracegate_predecessor_unread_bytes_total")).isEqualTo(16);
        assertThat(page.value("tracegate_predecessor_dropped_datagrams_total")).isEqualTo(17);
        assertThat(page.value("tracegate_credentials_state{state=\"missing\"}")).isEqualTo(1);
        assertThat(page.value("tracegate_credentials_state{state=\"valid\"}")).isZero();
        assertThat(page.value("tracegate_spool_state{state=\"full\"}")).isEqualTo(1);
        assertThat(page.value("tracegate_spool_state{state=\"off\"}")).isZero();
        assertThat(page.value("tracegate_send_rate_limit_segments_per_second")).isEqualTo(2_600.5);
        assertThat(page.value("tracegate_spool_bytes")).isEqualTo(1);
        assertThat(page.value("tracegate_spool_limit_bytes")).isEqualTo(2);
        assertThat(page.value("tracegate_spool_batches")).isEqualTo(3);
        assertThat(page.value("tracegate_spool_oldest_seconds")).isEqualTo(4);
        assertThat(page.value("tracegate_sampling_calls_total{answer=\"last_good\"}")).isEqualTo(12);
        assertThat(page.value("tracegate_forbidden_calls_total")).isEqualTo(13);
    }

    @Test
    void each_scrape_reads_the_current_values() {
        metrics.bind(gateway);
        scrape();
        gateway.tenant.received = 5;
        gateway.tenant.deadLettered.put("New", 1L);
        gateway.tenants.add(new FakeTenant("orders"));

        var page = scrape();

        assertThat(page.value("tracegate_received_datagrams_total{tenant=\"default\"}")).isEqualTo(5);
        assertThat(page.value("tracegate_dead_lettered_segments_total{code=\"New\",tenant=\"default\"}"))
                .isEqualTo(1);
        assertThat(page.value("tracegate_received_datagrams_total{tenant=\"orders\"}")).isZero();
    }

    @Test
    void codes_beyond_the_bound_are_counted_as_other() {
        metrics.bind(gateway);
        for (int i = 0; i < 25; i++) {
            gateway.tenant.deadLettered.put("Code%02d".formatted(i), 2L);
            scrape();
        }

        var page = scrape();

        assertThat(page.samples().keySet()).filteredOn(name -> name.startsWith("tracegate_dead_lettered")).hasSize(21);
        assertThat(page.value("tracegate_dead_lettered_segments_total{code=\"other\",tenant=\"default\"}"))
                .isEqualTo(10);
    }

    @Test
    void rules_beyond_the_bound_are_counted_as_other() {
        metrics.bind(gateway);
        for (int i = 0; i < 35; i++) {
            gateway.tenant.sampledOut.put("rule%02d".formatted(i), 2L);
        }

        var page = scrape();

        assertThat(page.samples().keySet()).filteredOn(name -> name.startsWith("tracegate_sampled_out")).hasSize(33);
        assertThat(page.value("tracegate_sampled_out_segments_total{rule=\"other\",tenant=\"default\"}")).isEqualTo(6);
    }

    @Test
    void kernel_drops_are_absent_if_the_kernel_does_not_report_them() {
        metrics.bind(gateway);

        assertThat(scrape().ownFamilies()).noneMatch(name -> name.contains("kernel"));
    }

    @Test
    void uploads_are_timed_by_outcome() {
        var batch = Batch.of(TenantId.DEFAULT, List.of());
        metrics.uploads()
                .accept(new DispatchEvent.Attempted(batch, new SendOutcome.Answered("id", List.of()),
                        Duration.ofMillis(40)));
        metrics.uploads()
                .accept(new DispatchEvent.Attempted(batch,
                        new SendOutcome.Failed(SendOutcome.Cause.THROTTLED, 429, "ThrottledException", "", null),
                        Duration.ofSeconds(3)));

        var page = scrape();

        assertThat(page.value("tracegate_upload_seconds_count{outcome=\"answered\"}")).isEqualTo(1);
        assertThat(page.value("tracegate_upload_seconds_sum{outcome=\"answered\"}")).isEqualTo(0.04);
        assertThat(page.value("tracegate_upload_seconds_bucket{outcome=\"answered\",le=\"0.025\"}")).isZero();
        assertThat(page.value("tracegate_upload_seconds_bucket{outcome=\"answered\",le=\"0.05\"}")).isEqualTo(1);
        assertThat(page.value("tracegate_upload_seconds_bucket{outcome=\"throttled\",le=\"5.0\"}")).isEqualTo(1);
        assertThat(page.value("tracegate_upload_seconds_count{outcome=\"timeout\"}")).isZero();
    }

    @Test
    void the_open_metrics_format_is_supported() {
        metrics.bind(gateway);

        var text = metrics.scrape(Exposition.OPEN_METRICS);

        assertThat(text).endsWith("# EOF\n").contains("# TYPE tracegate_received_datagrams counter\n");
        assertThat(ScrapedPage.of(text).value("tracegate_received_datagrams_total{tenant=\"default\"}")).isZero();
    }

    @Test
    void vertx_meters_http_by_method_and_status_and_not_by_path() throws Exception {
        var vertx = Vertx.builder()
                .with(new VertxOptions().setMetricsOptions(metrics.vertxOptions()))
                .withMetrics(metrics.vertxFactory())
                .build();
        try {
            var server = await(vertx.createHttpServer()
                    .requestHandler(request -> request.response().end())
                    .listen(0, "127.0.0.1"));
            // kept in a variable, because Vert.x closes an unreferenced client
            var client = vertx.createHttpClient();
            await(client
                    .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/secret/path")
                    .compose(request -> request.send())
                    .compose(response -> response.body()));

            await(client.close());
            var page = scrape();

            assertThat(page.value("vertx_http_client_responses_total{code=\"200\",local=\"?\",method=\"GET\"}"))
                    .isEqualTo(1);
            assertThat(page.samples().keySet()).noneMatch(name -> name.contains("secret"))
                    .allMatch(name -> name.startsWith("vertx_http_") || name.startsWith("tracegate_"));
        } finally {
            await(vertx.close());
        }
    }

    @Test
    void exactly_the_listed_meters_are_registered_with_type_tags_and_description() {
        gateway.kernelDrops = OptionalLong.of(0);
        gateway.tenant.deadLettered.put("Code", 1L);
        gateway.tenant.sampledOut.put("rule", 1L);
        metrics.bind(gateway);
        metrics.bindSampling(sampling());

        var page = scrape();

        assertThat(page.ownFamilies()).isEqualTo(new TreeSet<>(
                Arrays.stream(MeterName.values()).map(MeterName::prometheusName).toList()));
        for (var name : MeterName.values()) {
            assertThat(page.help()).containsEntry(name.prometheusName(), name.description());
            assertThat(page.types().get(name.prometheusName())).isEqualTo(switch (name.type()) {
                case COUNTER -> "counter";
                case GAUGE -> "gauge";
                case TIMER -> "histogram";
            });
            assertThat(metrics.registry().get(name.meter()).meter().getId().getTags())
                    .extracting(tag -> tag.getKey())
                    .containsExactlyInAnyOrderElementsOf(name.tags());
            assertThat(name.description()).as("a sentence").matches("[A-Z0-9].*\\.");
        }
    }

    @Test
    void the_document_lists_exactly_the_meters() throws IOException {
        GeneratedFile.assertIsCurrent(DOCUMENT, MetricsTable.markdown());
    }

    private ScrapedPage scrape() {
        return ScrapedPage.of(metrics.scrape(Exposition.PROMETHEUS));
    }

    private static <T> T await(io.vertx.core.Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static SamplingView sampling() {
        return new SamplingView() {
            @Override
            public List<RuleReading> rules() {
                return List.of(new RuleReading(TenantId.DEFAULT, "Default", 1, 1));
            }

            @Override
            public List<SourcesReading> sources() {
                return List.of(new SourcesReading(TenantId.DEFAULT, 1, 0));
            }
        };
    }
}
