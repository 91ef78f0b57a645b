package dev.tracegate.embedded.api;

import static dev.tracegate.embedded.RunningXRay.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.embedded.RunningXRay;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingOperationsTest {
    private static final String CLIENT = "0123456789abcdef01234567";
    private final RunningXRay running = new RunningXRay();

    @AfterEach
    void close() {
        running.close();
    }

    private static JsonObject document() {
        return new JsonObject().put("RuleName", "Default")
                .put("ClientID", CLIENT)
                .put("Timestamp", NOW * 1000) // the Java SDK's milliseconds
                .put("RequestCount", 110)
                .put("SampledCount", 20)
                .put("BorrowCount", 10);
    }

    private static JsonObject documents(JsonObject... documents) {
        return new JsonObject().put("SamplingStatisticsDocuments", new JsonArray(List.of(documents)));
    }

    @Test
    void the_default_rule_has_every_member_that_some_sdk_needs_and_integers_are_integers() {
        var text = running.post("/GetSamplingRules", new JsonObject()).body().toString();

        assertThat(text).isEqualTo("{\"SamplingRuleRecords\":[{\"SamplingRule\":{\"RuleName\":\"Default\","
                + "\"RuleARN\":\"arn:aws:xray:us-east-1:000000000000:sampling-rule/Default\",\"ResourceARN\":\"*\","
                + "\"Priority\":10000,\"FixedRate\":0.05,\"ReservoirSize\":1,\"ServiceName\":\"*\",\"ServiceType\":\"*\","
                + "\"Host\":\"*\",\"HTTPMethod\":\"*\",\"URLPath\":\"*\",\"Version\":1,\"Attributes\":{}},"
                + "\"CreatedAt\":0.0,\"ModifiedAt\":0.0}],\"NextToken\":null}");
    }

    @Test
    void a_first_report_is_answered_without_a_quota_and_a_later_one_with() {
        var first = running.post("/SamplingTargets", documents(document())).body().toString();
        running.clock.advance(Duration.ofSeconds(10));
        var second = running.post("/SamplingTargets", documents(document())).body().toString();

        assertThat(first).isEqualTo("{\"SamplingTargetDocuments\":[{\"RuleName\":\"Default\",\"FixedRate\":0.05,"
                + "\"ReservoirQuota\":null,\"ReservoirQuotaTTL\":null,\"Interval\":null}],\"LastRuleModification\":0.0,"
                + "\"UnprocessedStatistics\":[],\"UnprocessedBoostStatistics\":[]}");
        assertThat(second).contains("\"ReservoirQuota\":1,\"ReservoirQuotaTTL\":1.79000031E9,\"Interval\":10}");
    }

    @Test
    void an_unknown_rule_is_unprocessed_and_the_others_are_answered() {
        var answer = running.answer("/SamplingTargets",
                documents(document().put("RuleName", "mine"), document()));

        assertThat(answer.getJsonArray("SamplingTargetDocuments")).hasSize(1);
        assertThat(answer.getJsonArray("UnprocessedStatistics").encode())
                .isEqualTo("[{\"RuleName\":\"mine\",\"ErrorCode\":\"400\",\"Message\":\"Unknown rule\"}]");
    }

    @ParameterizedTest
    @CsvSource({"RuleName, ruleName", "ClientID, clientID", "Timestamp, timestamp"})
    void a_report_must_say_whose_it_is(String member, String path) {
        var lacking = document();
        lacking.remove(member);

        assertThat(running.error("/SamplingTargets", documents(document(), lacking)))
                .isEqualTo("400 ValidationException: 1 validation error detected: Value null at "
                        + "'samplingStatisticsDocuments.2.member." + path
                        + "' failed to satisfy constraint: Member must not be null");
        running.clock.advance(Duration.ofSeconds(10));
        assertThat(running.answer("/SamplingStatisticSummaries", new JsonObject()).encode())
                .contains("\"RequestCount\":0,");
    }

    @Test
    void counts_may_be_missing_and_are_never_beyond_all_bounds() {
        var odd = document().put("RequestCount", Long.MAX_VALUE).put("SampledCount", -1);
        odd.remove("BorrowCount");

        running.answer("/SamplingTargets", documents(odd));
        running.clock.advance(Duration.ofSeconds(10));

        var summaries = running.answer("/SamplingStatisticSummaries", new JsonObject());
        assertThat(summaries.encode()).isEqualTo("{\"SamplingStatisticSummaries\":[{\"RuleName\":\"Default\","
                + "\"Timestamp\":1.79E9,\"RequestCount\":2147483647,\"BorrowCount\":0,\"SampledCount\":0}],\"NextToken\":null}");
    }

    @Test
    void takes_25_reports_and_not_26() {
        var twentySix = Collections.nCopies(26, document()).toArray(JsonObject[]::new);
        var twentyFive = Collections.nCopies(25, document()).toArray(JsonObject[]::new);

        assertThat(running.error("/SamplingTargets", documents(twentySix))).startsWith("400 ValidationException: ")
                .contains("'samplingStatisticsDocuments'");
        assertThat(running.answer("/SamplingTargets", documents(twentyFive)).getJsonArray("SamplingTargetDocuments"))
                .hasSize(25);
    }
}
