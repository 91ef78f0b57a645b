package dev.tracegate.embedded.api;

import static dev.tracegate.embedded.RunningXRay.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.embedded.RunningXRay;
import dev.tracegate.sampling.book.RuleScope;
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
                + "\"ReservoirQuota\":null,\"ReservoirQuotaTTL\":null,\"Interval\":9}],\"LastRuleModification\":1.79E9,"
                + "\"UnprocessedStatistics\":[],\"UnprocessedBoostStatistics\":[]}");
        assertThat(second).contains("\"ReservoirQuota\":1,\"ReservoirQuotaTTL\":1.79000007E9,\"Interval\":9}");
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
        var odd = document().put("RequestCount", Long.MAX_VALUE).put("SampledCount", 0);
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

    @Test
    void a_negative_count_is_refused_by_its_place_and_nothing_is_counted() {
        assertThat(running.error("/SamplingTargets", documents(document(), document().put("SampledCount", -1))))
                .startsWith("400 ValidationException: ")
                .contains("Value '-1' at 'samplingStatisticsDocuments.2.member.sampledCount'");
        running.clock.advance(Duration.ofSeconds(10));
        assertThat(running.answer("/SamplingStatisticSummaries", new JsonObject()).encode())
                .contains("\"RequestCount\":0,");
    }

    private static JsonObject rule(String name) {
        return new JsonObject().put("RuleName", name)
                .put("ResourceARN", "*")
                .put("Priority", 100)
                .put("FixedRate", 0.25)
                .put("ReservoirSize", 3)
                .put("ServiceName", "*")
                .put("ServiceType", "*")
                .put("Host", "*")
                .put("HTTPMethod", "*")
                .put("URLPath", "/api/*")
                .put("Version", 1);
    }

    private JsonObject create(String name) {
        return running.answer("/CreateSamplingRule", new JsonObject().put("SamplingRule", rule(name)))
                .getJsonObject("SamplingRuleRecord");
    }

    private List<String> names() {
        return running.answer("/GetSamplingRules", new JsonObject())
                .getJsonArray("SamplingRuleRecords")
                .stream()
                .map(record -> ((JsonObject) record).getJsonObject("SamplingRule").getString("RuleName"))
                .toList();
    }

    @Test
    void a_created_rule_is_served_with_its_times_and_answered_in_targets() {
        var record = create("orders");

        assertThat(record.getJsonObject("SamplingRule").getString("RuleARN"))
                .isEqualTo("arn:aws:xray:us-east-1:000000000000:sampling-rule/orders");
        assertThat(record.getDouble("CreatedAt")).isEqualTo(NOW);
        assertThat(names()).containsExactly("orders", "Default");
        var answer = running.answer("/SamplingTargets", documents(document().put("RuleName", "orders")));
        assertThat(answer.getDouble("LastRuleModification")).isEqualTo(NOW);
        assertThat(answer.getJsonArray("SamplingTargetDocuments").getJsonObject(0).getDouble("FixedRate"))
                .isEqualTo(0.25);
    }

    @Test
    void an_update_changes_what_it_names_and_the_modification_time() {
        create("orders");
        running.clock.advance(Duration.ofMinutes(1));

        var record = running.answer("/UpdateSamplingRule", new JsonObject().put("SamplingRuleUpdate",
                new JsonObject().put("RuleARN", "arn:aws:xray:us-east-1:000000000000:sampling-rule/orders")
                        .put("FixedRate", 1)))
                .getJsonObject("SamplingRuleRecord");

        assertThat(record.getJsonObject("SamplingRule").getDouble("FixedRate")).isEqualTo(1.0);
        assertThat(record.getJsonObject("SamplingRule").getString("URLPath")).isEqualTo("/api/*");
        assertThat(record.getDouble("CreatedAt")).isEqualTo(NOW);
        assertThat(record.getDouble("ModifiedAt")).isEqualTo(NOW + 60);
    }

    @Test
    void a_deleted_rule_is_answered_and_gone() {
        create("orders");

        var record = running.answer("/DeleteSamplingRule", new JsonObject().put("RuleName", "orders"));

        assertThat(record.getJsonObject("SamplingRuleRecord").getJsonObject("SamplingRule").getString("RuleName"))
                .isEqualTo("orders");
        assertThat(names()).containsExactly("Default");
        assertThat(running.error("/DeleteSamplingRule", new JsonObject().put("RuleName", "orders")))
                .isEqualTo("400 InvalidRequestException: There is no rule named \"orders\"");
    }

    @Test
    void a_rule_out_of_bounds_is_refused_by_its_member_and_nothing_changes() {
        assertThat(running.error("/CreateSamplingRule",
                new JsonObject().put("SamplingRule", rule("orders").put("FixedRate", 1.5))))
                .isEqualTo("400 InvalidRequestException: FixedRate: must be 0 to 1, was 1.5");
        assertThat(running.error("/CreateSamplingRule", new JsonObject())).startsWith("400 ValidationException");
        assertThat(names()).containsExactly("Default");
    }

    @Test
    void an_answer_is_no_larger_than_its_estimate() {
        for (int i = 0; i < 25; i++) {
            running.answer("/CreateSamplingRule",
                    new JsonObject().put("SamplingRule", rule("\u00e4\"" + i).put("Host", "\u0001\\x")
                            .put("Attributes", new JsonObject().put("\u20ac", "\n"))));
        }

        assertThat(running.post("/GetSamplingRules", new JsonObject()).body().length())
                .isLessThanOrEqualTo(running.rules.version(RuleScope.GLOBAL).book().answerBytes());
    }

    @Test
    void the_26th_rule_is_refused_as_by_xray() {
        for (int i = 0; i < 25; i++) {
            create("r" + i);
        }

        assertThat(running.error("/CreateSamplingRule", new JsonObject().put("SamplingRule", rule("r25"))))
                .isEqualTo("400 RuleLimitExceededException: There are 25 rules besides Default, which is the limit");
    }

    @Test
    void only_the_java_sdk_gets_the_marker_rule() {
        create("orders");
        running.userAgent = "Java/25.0.1";

        assertThat(names()).satisfiesExactly(name -> assertThat(name).isEqualTo("orders"),
                name -> assertThat(name).matches("gen-\\d+"), name -> assertThat(name).isEqualTo("Default"));
        running.userAgent = "Boto3/1.40";
        assertThat(names()).containsExactly("orders", "Default");
        assertThat(running.answer("/SamplingStatisticSummaries", new JsonObject())
                .getJsonArray("SamplingStatisticSummaries")).hasSize(2);
    }
}
