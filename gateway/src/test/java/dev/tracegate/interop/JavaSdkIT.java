package dev.tracegate.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.amazonaws.xray.AWSXRayRecorder;
import com.amazonaws.xray.AWSXRayRecorderBuilder;
import com.amazonaws.xray.config.DaemonConfiguration;
import com.amazonaws.xray.emitters.Emitter;
import com.amazonaws.xray.entities.Namespace;
import com.amazonaws.xray.entities.Segment;
import com.amazonaws.xray.entities.Subsegment;
import com.amazonaws.xray.internal.UnsignedXrayClient;
import com.amazonaws.xray.strategy.sampling.CentralizedSamplingStrategy;
import com.amazonaws.xray.strategy.sampling.GetSamplingRulesRequest;
import com.amazonaws.xray.strategy.sampling.GetSamplingTargetsRequest;
import com.amazonaws.xray.strategy.sampling.GetSamplingTargetsRequest.SamplingStatisticsDocument;
import com.amazonaws.xray.strategy.sampling.SamplingRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.xray.XRayClient;
import software.amazon.awssdk.services.xray.model.TraceSummary;

/** The X-Ray SDK for Java inside this process, read back with the AWS SDK for Java. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class JavaSdkIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static DistributionProcess gateway;
    private static CentralizedSamplingStrategy sampling;
    private static AWSXRayRecorder recorder;
    private static XRayClient xray;

    @BeforeAll
    static void start() throws IOException {
        gateway = DistributionProcess.start("java");
        System.setProperty(DaemonConfiguration.DAEMON_ADDRESS_SYSTEM_PROPERTY_KEY, gateway.daemonAddress());
        sampling = new CentralizedSamplingStrategy();
        recorder = AWSXRayRecorderBuilder.standard()
                .withEmitter(Emitter.create(new DaemonConfiguration()))
                .withSamplingStrategy(sampling)
                .build();
        xray = XRayClient.builder()
                .endpointOverride(gateway.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    @AfterAll
    static void stop() {
        sampling.shutdown();
        xray.close();
        System.clearProperty(DaemonConfiguration.DAEMON_ADDRESS_SYSTEM_PROPERTY_KEY);
        gateway.close();
    }

    @Test
    void a_trace_with_an_exception_is_found_by_its_fault_and_read_back() {
        var traceId = failingOrder();

        var summary = awaitSummary("service(\"java-orders\"){fault}", traceId);
        assertThat(summary.hasFault()).isTrue();
        assertThat(summary.annotations()).containsKey("order");
        var segment = document(traceId, "java-orders");
        var charge = segment.getJsonArray("subsegments").getJsonObject(0);
        var exception = charge.getJsonObject("cause").getJsonArray("exceptions").getJsonObject(0);
        assertThat(exception.getString("message")).isEqualTo("the till is closed");
        assertThat(exception.getString("type")).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void sampling_uses_the_fetched_default_rule() {
        var request = new SamplingRequest("java-orders", "shop.test", "/orders", "GET", "");

        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(sampling.shouldTrace(request).getRuleName())
                        .isEqualTo(Optional.of("Default")));
    }

    @Test
    void the_sdk_parses_the_sampling_responses() {
        var client = new UnsignedXrayClient();
        var statistics = SamplingStatisticsDocument.newBuilder()
                .setRuleName("Default")
                .setClientId("0123456789abcdef01234567")
                .setTimestamp(new Date())
                .setRequestCount(5)
                .setSampledCount(1)
                .setBorrowCount(1)
                .build();

        var rules = client.getSamplingRules(GetSamplingRulesRequest.create(null));
        var targets = client.getSamplingTargets(GetSamplingTargetsRequest.create(List.of(statistics)));

        assertThat(rules.getSamplingRuleRecords()).extracting(record -> record.getSamplingRule().getRuleName())
                .contains("Default");
        assertThat(targets.getDocuments()).extracting(target -> target.getRuleName()).containsExactly("Default");
        assertThat(targets.getUnprocessedStatistics()).isEmpty();
        assertThat(targets.getLastRuleModification()).isNotNull();
    }

    /** Sends a segment that is always sampled, with a failed remote subsegment. */
    private static String failingOrder() {
        Segment segment = recorder.beginSegment("java-orders");
        segment.setSampled(true);
        segment.putAnnotation("order", 12);
        assertThatThrownBy(() -> recorder.createSubsegment("till", JavaSdkIT::callTheTill))
                .hasMessage("the till is closed");
        segment.setFault(true);
        recorder.endSegment();
        return segment.getTraceId().toString();
    }

    private static void callTheTill(Subsegment call) {
        call.setNamespace(Namespace.REMOTE.toString());
        throw new IllegalStateException("the till is closed");
    }

    private static TraceSummary awaitSummary(String filter, String traceId) {
        return await().atMost(SOON).until(() -> summary(filter, traceId), Optional::isPresent).orElseThrow();
    }

    private static Optional<TraceSummary> summary(String filter, String traceId) {
        var now = Instant.now();
        return xray.getTraceSummariesPaginator(request -> request.filterExpression(filter)
                .startTime(now.minus(Duration.ofMinutes(10)))
                .endTime(now.plus(Duration.ofMinutes(1))))
                .traceSummaries()
                .stream()
                .filter(summary -> summary.id().equals(traceId))
                .findFirst();
    }

    private static JsonObject document(String traceId, String name) {
        return xray.batchGetTraces(request -> request.traceIds(traceId))
                .traces()
                .getFirst()
                .segments()
                .stream()
                .map(segment -> new JsonObject(segment.document()))
                .filter(document -> name.equals(document.getString("name")))
                .findFirst()
                .orElseThrow();
    }
}
