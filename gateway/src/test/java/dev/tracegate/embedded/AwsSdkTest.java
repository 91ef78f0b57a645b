package dev.tracegate.embedded;

import static dev.tracegate.embedded.Documents.START;
import static dev.tracegate.embedded.Documents.TRACE;
import static dev.tracegate.embedded.Documents.captured;
import static dev.tracegate.embedded.Documents.segment;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.xray.XRayClient;
import software.amazon.awssdk.services.xray.model.InvalidRequestException;
import software.amazon.awssdk.services.xray.model.SamplingStatisticsDocument;
import software.amazon.awssdk.services.xray.model.Service;
import software.amazon.awssdk.services.xray.model.XRayException;

/** The AWS SDK for Java calls the embedded X-Ray with signed requests over HTTP. */
class AwsSdkTest {
    private static final StaticCredentialsProvider ANY = StaticCredentialsProvider
            .create(AwsBasicCredentials.create("any", "any"));

    private final RunningXRay running = new RunningXRay();
    private final URI endpoint = URI.create("http://127.0.0.1:" + RunningXRay.await(running.listen()));
    private final XRayClient xray = XRayClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(ANY)
            .overrideConfiguration(options -> options.retryStrategy(retries -> retries.maxAttempts(1)))
            .build();

    @AfterEach
    void close() {
        xray.close();
        running.close();
    }

    private void put(JsonObject... documents) {
        var texts = Stream.of(documents).map(JsonObject::encode).toList();
        assertThat(xray.putTraceSegments(put -> put.traceSegmentDocuments(texts)).unprocessedTraceSegments()).isEmpty();
    }

    @Test
    void stored_segments_are_returned_as_traces() {
        put(captured());

        var answer = xray.batchGetTraces(get -> get.traceIds(TRACE));

        assertThat(answer.unprocessedTraceIds()).isEmpty();
        assertThat(answer.traces()).singleElement().satisfies(trace -> {
            assertThat(trace.id()).isEqualTo(TRACE);
            assertThat(trace.duration()).isEqualTo(7);
            assertThat(trace.segments()).hasSize(3);
            assertThat(trace.segments().getFirst().document()).contains("\"name\":\"front\"");
        });
    }

    @Test
    void a_refused_segment_is_reported() {
        var answer = xray.putTraceSegments(put -> put.traceSegmentDocuments("{"));

        assertThat(answer.unprocessedTraceSegments()).singleElement().satisfies(refused -> {
            assertThat(refused.id()).isNull();
            assertThat(refused.errorCode()).isEqualTo("ParseError");
        });
    }

    @Test
    void traces_are_found_in_pages() {
        for (int i = 0; i < 2100; i += 50) {
            put(IntStream.range(i, i + 50)
                    .mapToObj(number -> segment("1-581cf771-%024x".formatted(number), "00000000000000f0", "shop",
                            START + 1, START + 2.5).put("annotations", new JsonObject().put("third", number % 3 == 0)))
                    .toArray(JsonObject[]::new));
        }

        var summaries = xray.getTraceSummariesPaginator(get -> get.startTime(Instant.ofEpochSecond((long) START))
                .endTime(Instant.ofEpochSecond((long) START + 60))
                .filterExpression("service(\"shop\") AND annotation.third = true AND duration > 1")).stream().toList();

        assertThat(summaries.stream().mapToInt(page -> page.traceSummaries().size()).sum()).isEqualTo(700);
        assertThat(xray.getTraceSummariesPaginator(get -> get.startTime(Instant.ofEpochSecond((long) START))
                .endTime(Instant.ofEpochSecond((long) START + 60))).traceSummaries().stream().distinct()).hasSize(2100);
        assertThat(summaries.getFirst().traceSummaries().getFirst()).satisfies(summary -> {
            assertThat(summary.duration()).isEqualTo(1.5);
            assertThat(requireNonNull(summary.annotations().get("third")).getFirst().annotationValue().booleanValue())
                    .isTrue();
            assertThat(summary.entryPoint().name()).isEqualTo("shop");
        });
    }

    @Test
    void service_graphs_are_returned() {
        put(captured());

        var trace = xray.getTraceGraph(get -> get.traceIds(TRACE));
        var window = xray.getServiceGraph(get -> get.startTime(Instant.ofEpochSecond((long) START))
                .endTime(Instant.ofEpochSecond((long) START)));

        assertThat(trace.services()).extracting(Service::name).containsExactly("back", "database", "front", "front");
        assertThat(trace.services().get(2).root()).isTrue();
        assertThat(trace.services().get(2).edges().getFirst().summaryStatistics().faultStatistics().totalCount())
                .isEqualTo(1);
        assertThat(window.services()).hasSize(4);
        assertThat(window.startTime()).isEqualTo(Instant.ofEpochSecond((long) START));
        assertThat(window.containsOldGroupVersions()).isFalse();
    }

    @Test
    void sampling_rules_and_targets_are_returned() {
        var report = SamplingStatisticsDocument.builder()
                .ruleName("Default")
                .clientID("0123456789abcdef01234567")
                .timestamp(running.clock.instant())
                .requestCount(100)
                .sampledCount(1)
                .build();

        var rules = xray.getSamplingRulesPaginator().samplingRuleRecords().stream().toList();
        xray.getSamplingTargets(get -> get.samplingStatisticsDocuments(report));
        running.clock.advance(Duration.ofSeconds(10));
        var targets = xray.getSamplingTargets(get -> get.samplingStatisticsDocuments(report));

        assertThat(rules).singleElement().satisfies(record -> {
            assertThat(record.samplingRule().priority()).isEqualTo(10_000);
            assertThat(record.createdAt()).isEqualTo(Instant.EPOCH);
        });
        assertThat(targets.samplingTargetDocuments()).singleElement().satisfies(target -> {
            assertThat(target.reservoirQuota()).isEqualTo(1);
            assertThat(target.reservoirQuotaTTL()).isEqualTo(running.clock.instant().plusSeconds(60));
        });
    }

    @Test
    void errors_have_the_exception_types_of_the_sdk() {
        assertThatThrownBy(() -> xray.putTraceSegments(put -> put.traceSegmentDocuments(List.of())))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Segments can not be empty");
        assertThatThrownBy(() -> xray.getTraceSummaries(get -> get.startTime(Instant.EPOCH)
                .endTime(Instant.EPOCH)
                .filterExpression("fault >"))).isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Invalid input symbol");
        assertThatThrownBy(() -> xray.createGroup(create -> create.groupName("mine")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("CreateGroup is not supported by the embedded X-Ray");
        assertThatThrownBy(() -> xray.batchGetTraces(get -> {}))
                .isInstanceOfSatisfying(XRayException.class,
                        error -> assertThat(error.awsErrorDetails().errorCode()).isEqualTo("ValidationException"));
    }

    @Test
    void the_contents_of_a_new_account_are_returned() {
        assertThat(xray.getGroups().groups()).singleElement()
                .satisfies(group -> assertThat(group.groupName()).isEqualTo("Default"));
        assertThat(xray.getEncryptionConfig().encryptionConfig().statusAsString()).isEqualTo("ACTIVE");
        assertThat(xray
                .getInsightSummaries(get -> get.groupName("Default").startTime(Instant.EPOCH).endTime(Instant.EPOCH))
                .insightSummaries()).isEmpty();
        assertThat(xray.getSamplingStatisticSummaries().samplingStatisticSummaries()).hasSize(1);
    }

    @Test
    void sts_returns_the_caller_identity() {
        try (var sts = StsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(ANY)
                .build()) {
            assertThat(sts.getCallerIdentity().account()).isEqualTo("000000000000");
        }
    }
}
