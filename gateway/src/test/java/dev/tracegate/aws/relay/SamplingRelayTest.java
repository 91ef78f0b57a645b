package dev.tracegate.aws.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.aws.AwsGiven;
import dev.tracegate.aws.credentials.Credentials;
import dev.tracegate.aws.http.Transport;
import dev.tracegate.ingest.tcp.ApiCall;
import dev.tracegate.ingest.tcp.ApiReply;
import dev.tracegate.testkit.FakeXRay;
import dev.tracegate.testkit.OnLoop;
import dev.tracegate.testkit.SigV4;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(VertxExtension.class)
class SamplingRelayTest {
    private static final String STATISTICS = """
            {"SamplingStatisticsDocuments":[%s],"SamplingBoostStatisticsDocuments":[{"RuleName":"orders","ServiceName":"s",
            "Timestamp":1.7E9,"AnomalyCount":1,"TotalCount":2,"SampledAnomalyCount":1}]}""";

    private final List<String> answers = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private FakeXRay xray;
    private Transport transport;
    private SamplingRelay relay;

    @BeforeEach
    void start(Vertx vertx) {
        this.vertx = vertx;
        xray = FakeXRay.start(vertx).requireSignature(AwsGiven.SECRET);
        transport = AwsGiven.transport(vertx, AwsGiven.env());
        relay = relay(AwsGiven.Fixed.keys(), AwsGiven.LONG);
    }

    @AfterEach
    void stop() {
        xray.close();
    }

    @Test
    void relays_both_calls_byte_for_byte() {
        var statistics = STATISTICS.formatted(statistics("orders"));

        var rules = ask("/GetSamplingRules", "{\"NextToken\": null}");
        var targets = ask("/SamplingTargets", statistics);

        assertThat(rules.body().toString()).isEqualTo(FakeXRay.RULES);
        assertThat(targets.body().toString()).isEqualTo(FakeXRay.TARGETS);
        assertThat(xray.calls()).extracting(call -> call.body().toString())
                .containsExactly("{\"NextToken\": null}", statistics);
        assertThat(answers).containsExactly("/GetSamplingRules RELAYED", "/SamplingTargets RELAYED");
    }

    @Test
    void sends_an_empty_object_for_an_empty_body() {
        assertThat(ask("/GetSamplingRules", "").status()).isEqualTo(200);

        assertThat(xray.lastCall().body().toString()).isEqualTo("{}");
    }

    @Test
    void keeps_the_status_the_content_type_and_the_amazon_headers_of_the_response() {
        xray.behave((call, request) -> {
            request.response().putHeader("Set-Cookie", "a=b").putHeader("X-Amzn-Extra", "kept");
            FakeXRay.error(400, "InvalidRequestException", "{\"Message\":\"no\"}").answer(call, request);
        });

        var reply = ask("/SamplingTargets", "{}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body().toString()).isEqualTo("{\"Message\":\"no\"}");
        assertThat(reply.headers().get("x-amzn-ErrorType")).isEqualTo("InvalidRequestException");
        assertThat(reply.headers().names()).extracting(name -> name.toLowerCase(java.util.Locale.ROOT))
                .containsExactlyInAnyOrder("content-type", "x-amzn-errortype", "x-amzn-requestid", "x-amzn-extra");
        assertThat(answers).containsExactly("/SamplingTargets RELAYED");
    }

    // the X-Ray daemon signs these headers, and a proxy that changes them breaks the signature: aws-xray-daemon issue 199
    @Test
    void no_header_of_the_client_is_forwarded() {
        var client = MultiMap.caseInsensitiveMultiMap()
                .add("X-Forwarded-For", "10.0.0.1")
                .add("X-Forwarded-Proto", "http")
                .add("X-Envoy-Attempt-Count", "1")
                .add("Keep-Alive", "timeout=5")
                .add("Connection", "keep-alive, X-Foo")
                .add("Authorization", "AWS4-HMAC-SHA256 Credential=THEIRS/x")
                .add("X-Amz-Security-Token", "theirs")
                .add("X-Amz-Date", "19700101T000000Z")
                .add("Host", "127.0.0.1:2000")
                .add("Content-Type", "text/plain")
                .add("X-Amzn-Trace-Id", "Root=1-0-0");

        assertThat(ask(relay, "/GetSamplingRules", "{}", client).status()).isEqualTo(200);

        var sent = xray.lastCall().headers();
        assertThat(SigV4.Claim.of(sent).signedHeaders()).isSubsetOf("content-type", "host", "x-amz-content-sha256",
                "x-amz-date");
        assertThat(sent.get("Content-Type")).isEqualTo("application/json");
        assertThat(sent.names()).extracting(name -> name.toLowerCase(java.util.Locale.ROOT))
                .isSubsetOf("host", "content-type", "content-length", "authorization", "x-amz-date",
                        "x-amz-content-sha256", "user-agent");
    }

    @Test
    void serves_the_last_good_rules_while_x_ray_fails() {
        ask("/GetSamplingRules", "{}");
        xray.behave(FakeXRay.error(503, "ServiceUnavailable", "{}"));

        var reply = ask("/GetSamplingRules", "{}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().get("Content-Type")).isEqualTo("application/json");
        assertThat(reply.body().toJsonObject()).isEqualTo(new JsonObject(FakeXRay.RULES));
        assertThat(answers).last().isEqualTo("/GetSamplingRules LAST_GOOD");
    }

    @Test
    void serves_the_default_rule_if_x_ray_never_answered() {
        for (var outage : List.of(FakeXRay.reset(), FakeXRay.truncate(),
                FakeXRay.error(500, "InternalFailure", "{}"))) {
            xray.behave(outage);
            assertDefaultRule(ask("/GetSamplingRules", "{}"));
        }
        assertThat(answers).containsOnly("/GetSamplingRules DEFAULT_RULE");
    }

    @Test
    void answers_within_its_limit_while_x_ray_hangs() {
        xray.behave(FakeXRay.hang());

        assertDefaultRule(ask(relay(AwsGiven.Fixed.keys(), AwsGiven.SHORT), "/GetSamplingRules", "{}", none()));
    }

    @Test
    void never_sends_an_unsigned_call() {
        assertDefaultRule(ask(relay(AwsGiven.Fixed.none(), AwsGiven.LONG), "/GetSamplingRules", "{}", none()));
        assertDefaultRule(ask(relay(AwsGiven.Fixed.never(), AwsGiven.SHORT), "/GetSamplingRules", "{}", none()));

        assertThat(xray.calls()).isEmpty();
    }

    @Test
    void targets_contain_the_last_known_rates_while_x_ray_is_unreachable() {
        ask("/GetSamplingRules", "{}");
        ask("/SamplingTargets", STATISTICS.formatted(statistics("orders")));
        xray.behave(FakeXRay.reset());

        var reply = ask("/SamplingTargets",
                STATISTICS.formatted(statistics("orders") + "," + statistics("Default") + "," + statistics("new")));

        assertThat(reply.status()).isEqualTo(200);
        var answer = reply.body().toJsonObject();
        assertThat(answer.getNumber("LastRuleModification").doubleValue()).isEqualTo(1.7E9);
        assertThat(answer.getJsonArray("SamplingTargetDocuments")).extracting(Object::toString)
                .satisfiesExactly(orders -> {
                    // the boosted rate of the last targets, not the rate of the rule
                    assertThat(new JsonObject(orders).getString("RuleName")).isEqualTo("orders");
                    assertThat(new JsonObject(orders).getDouble("FixedRate")).isEqualTo(0.5);
                }, byDefault -> assertThat(new JsonObject(byDefault).getDouble("FixedRate")).isEqualTo(0.05));
        assertThat(answer.getJsonArray("UnprocessedStatistics").getJsonObject(0).getString("RuleName"))
                .isEqualTo("new");
        assertThat(answer.getJsonArray("UnprocessedStatistics").getJsonObject(0).getString("ErrorCode"))
                .isEqualTo("500");
        assertThat(answers).last().isEqualTo("/SamplingTargets LAST_GOOD");
    }

    @Test
    void targets_are_valid_for_any_request_body() {
        xray.behave(FakeXRay.reset());
        for (var request : List.of("", "{}", "[]", "nonsense", "{\"SamplingStatisticsDocuments\":{}}",
                "{\"SamplingStatisticsDocuments\":[1,null,{\"RuleName\":7}]}")) {
            var reply = ask("/SamplingTargets", request);

            assertThat(reply.status()).isEqualTo(200);
            var answer = reply.body().toJsonObject();
            assertThat(answer.getValue("LastRuleModification")).as(request).isInstanceOf(Number.class);
            assertThat(answer.getJsonArray("SamplingTargetDocuments")).isEmpty();
            assertThat(answer.getJsonArray("UnprocessedStatistics")).isEmpty();
        }
    }

    @Test
    void only_the_first_page_is_cached_and_it_is_served_without_its_token() {
        xray.behave(FakeXRay.body(FakeXRay.RULES.replace("\"NextToken\":null", "\"NextToken\":\"page2\"")));
        ask("/GetSamplingRules", "{}");
        xray.behave(FakeXRay.body("{\"SamplingRuleRecords\":[{\"SamplingRule\":{\"RuleName\":\"second\"}}]}"));
        ask("/GetSamplingRules", "{\"NextToken\":\"page2\"}");
        xray.behave(FakeXRay.reset());

        var served = ask("/GetSamplingRules", "{}").body().toJsonObject();

        assertThat(served.getValue("NextToken")).isNull();
        assertThat(served).isEqualTo(new JsonObject(FakeXRay.RULES));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | {}
            200 | ``
            200 | <html>login</html>
            200 | []
            200 | {"message":"Internal failure"}
            200 | {"SamplingRuleRecords":null,"SamplingTargetDocuments":null}
            200 | {"SamplingRuleRecords":[],"SamplingTargetDocuments":[]}
            200 | {"SamplingRuleRecords":[1],"SamplingTargetDocuments":[1],"UnprocessedStatistics":[],"LastRuleModification":1}
            200 | {"SamplingRuleRecords":[{"SamplingRule":null}],"SamplingTargetDocuments":{}}
            400 | <html>400 Bad Request</html>
            403 | {"message":"Forbidden"}
            404 | ``
            301 | ``
            429 | slow down
            502 | <html>502</html>
            """)
    void a_response_that_is_not_from_x_ray_is_replaced_by_the_last_good_one(int status, String body) {
        ask("/GetSamplingRules", "{}");
        ask("/SamplingTargets", STATISTICS.formatted(statistics("orders")));
        answers.clear();
        xray.behave((call, request) -> request.response().setStatusCode(status).end(body));

        var rules = ask("/GetSamplingRules", "{}");
        var targets = ask("/SamplingTargets", STATISTICS.formatted(statistics("orders")));

        assertThat(rules.status()).isEqualTo(200);
        assertThat(rules.body().toJsonObject()).isEqualTo(new JsonObject(FakeXRay.RULES));
        assertThat(targets.status()).isEqualTo(200);
        assertThat(targets.body().toJsonObject().getJsonArray("SamplingTargetDocuments")).hasSize(1);
        assertThat(answers).containsExactly("/GetSamplingRules LAST_GOOD", "/SamplingTargets LAST_GOOD");
    }

    @Test
    void a_further_page_may_be_empty() {
        xray.behave(FakeXRay.body("{\"SamplingRuleRecords\":[]}"));

        assertThat(ask("/GetSamplingRules", "{\"NextToken\":\"page2\"}").body().toString())
                .isEqualTo("{\"SamplingRuleRecords\":[]}");
    }

    @Test
    void an_error_of_x_ray_is_relayed_and_not_replaced() {
        ask("/GetSamplingRules", "{}");
        xray.behave(FakeXRay.throttle());

        assertThat(ask("/GetSamplingRules", "{}").status()).isEqualTo(429);
    }

    private static void assertDefaultRule(ApiReply reply) {
        assertThat(reply.status()).isEqualTo(200);
        var record = reply.body().toJsonObject().getJsonArray("SamplingRuleRecords").getJsonObject(0);
        assertThat(record.getDouble("CreatedAt")).isZero();
        assertThat(record.getDouble("ModifiedAt")).isZero();
        var rule = record.getJsonObject("SamplingRule");
        assertThat(rule.getString("RuleName")).isEqualTo("Default");
        assertThat(rule.getDouble("FixedRate")).isEqualTo(0.05);
        assertThat(rule.getJsonObject("Attributes")).isEmpty();
        assertThat(rule.getString("RuleARN")).startsWith("arn:aws:xray:us-west-2:");
        // the Go SDK parses these as integers and fails on 1.0
        assertThat(reply.body().toString()).contains("\"Priority\":10000,", "\"ReservoirSize\":1,", "\"Version\":1,");
    }

    private SamplingRelay relay(Credentials credentials, Duration limit) {
        return new SamplingRelay(AwsGiven.calls(xray.url(), transport, credentials), transport.calls(),
                new SamplingFallbackCache("us-west-2", FallbackStore.single()),
                (path, from) -> answers.add(path + " " + from), limit);
    }

    private ApiReply ask(String path, String body) {
        return ask(relay, path, body, none());
    }

    private ApiReply ask(SamplingRelay relay, String path, String body, MultiMap headers) {
        var call = new ApiCall("POST", path, headers, Buffer.buffer(body),
                SocketAddress.inetSocketAddress(1, "127.0.0.1"));
        return OnLoop.call(vertx, () -> relay.answer(call));
    }

    private static MultiMap none() {
        return MultiMap.caseInsensitiveMultiMap();
    }

    private static String statistics(String rule) {
        return "{\"RuleName\":\"" + rule + "\",\"ClientID\":\"0123456789abcdef01234567\",\"Timestamp\":1.7E9,"
                + "\"RequestCount\":10,\"SampledCount\":1,\"BorrowCount\":1}";
    }
}
