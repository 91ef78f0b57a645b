package dev.tracegate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.ingest.tcp.ApiCall;
import dev.tracegate.ingest.tcp.ApiHandler;
import dev.tracegate.ingest.tcp.ApiReply;
import dev.tracegate.sampling.book.RuleBooks;
import dev.tracegate.sampling.book.RuleScope;
import dev.tracegate.sampling.book.VolatileRuleStore;
import dev.tracegate.sampling.quota.LocalQuotaLeases;
import dev.tracegate.sampling.quota.SamplingTargets;
import dev.tracegate.sampling.rule.RuleMembers;
import dev.tracegate.sampling.rule.SamplingRule;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.ManualClock;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OverlayApiTest {
    private static final String RULES = "/GetSamplingRules";
    private static final String TARGETS = "/SamplingTargets";
    private static final long NOW = 1_790_000_000;

    private final ManualClock clock = new ManualClock(Instant.ofEpochSecond(NOW));
    private final RuleBooks books = new RuleBooks(new VolatileRuleStore(), 25, "overlay", clock);
    private final List<JsonObject> toXRay = new ArrayList<>();
    /** X-Ray's rules; another rule is unknown to it. */
    private final List<String> xrayRules = new ArrayList<>(List.of("both", "xray", "Default"));
    private int xrayStatus = 200;
    private double xrayModified = 5;
    private OverlayApi api;

    @BeforeEach
    void create() {
        for (var name : List.of("own", "both")) {
            books.change(RuleScope.GLOBAL,
                    (book, now) -> book.create(SamplingRule.matchingAll(name, 7, 0.75, 1), 25, now), "", "");
        }
        ApiHandler xray = call -> Future.succeededFuture(new ApiReply(xrayStatus, MultiMap.caseInsensitiveMultiMap(),
                xray(call.path(), call.body().toJsonObject()).toBuffer()));
        var targets = new SamplingTargets(books, new LocalQuotaLeases(1), clock);
        api = new OverlayApi(xray, new RulesApi(books, targets, "arn/", UUID::randomUUID), books);
    }

    private JsonObject xray(String path, JsonObject request) {
        if (path.equals(RULES)) {
            var records = xrayRules.stream()
                    .map(name -> new JsonObject().put("SamplingRule",
                            new JsonObject().put("RuleName", name).put("FixedRate", 0.1)))
                    .toList();
            return new JsonObject().put("SamplingRuleRecords", new JsonArray(records));
        }
        toXRay.add(request);
        var targets = new JsonArray();
        var unprocessed = new JsonArray();
        names(request, "SamplingStatisticsDocuments").forEach(name -> {
            if (xrayRules.contains(name)) {
                targets.add(new JsonObject().put("RuleName", name).put("FixedRate", 0.1));
            } else {
                unprocessed.add(new JsonObject().put("RuleName", name).put("ErrorCode", "400"));
            }
        });
        return new JsonObject().put("SamplingTargetDocuments", targets)
                .put("LastRuleModification", xrayModified)
                .put("UnprocessedStatistics", unprocessed);
    }

    private ApiReply call(String path, JsonObject body, String userAgent) {
        return api.answer(new ApiCall("POST", path, MultiMap.caseInsensitiveMultiMap().set("User-Agent", userAgent),
                body.toBuffer(), SocketAddress.inetSocketAddress(1, "10.0.0.1"), TenantId.DEFAULT)).result();
    }

    private JsonObject rules(String userAgent) {
        return call(RULES, new JsonObject(), userAgent).body().toJsonObject();
    }

    private JsonObject targets(String... rules) {
        var reports = Stream.of(rules)
                .map(name -> new JsonObject().put("RuleName", name)
                        .put("ClientID", "0123456789abcdef01234567")
                        .put("Timestamp", NOW)
                        .put("RequestCount", 1)
                        .put("SampledCount", 1))
                .toList();
        return call(TARGETS, new JsonObject().put("SamplingStatisticsDocuments", new JsonArray(reports)), "").body()
                .toJsonObject();
    }

    private static List<String> names(JsonObject parent, String member) {
        return parent.getJsonArray(member).stream().map(each -> ((JsonObject) each).getString("RuleName")).toList();
    }

    private static JsonObject named(JsonObject parent, String member, String name) {
        return parent.getJsonArray(member)
                .stream()
                .map(JsonObject.class::cast)
                .filter(each -> name.equals(each.getString("RuleName")))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonObject> served(JsonObject answer) {
        return answer.getJsonArray("SamplingRuleRecords")
                .stream()
                .map(each -> ((JsonObject) each).getJsonObject("SamplingRule"))
                .toList();
    }

    @Test
    void the_books_rules_are_over_those_of_xray_and_default_is_last() {
        var served = served(rules("Boto3/1.40"));

        assertThat(served).extracting(rule -> rule.getString("RuleName"))
                .containsExactly("both", "xray", "own", "Default");
        assertThat(served).extracting(rule -> rule.getDouble("FixedRate")).containsExactly(0.75, 0.1, 0.75, 0.1);
    }

    @Test
    void the_java_sdk_gets_the_marker_rule_here_too() {
        assertThat(served(rules("Java/21"))).extracting(rule -> rule.getString("RuleName"))
                .satisfiesExactly(name -> assertThat(name).isEqualTo("both"),
                        name -> assertThat(name).isEqualTo("xray"),
                        name -> assertThat(name).isEqualTo("own"), name -> assertThat(name).startsWith("gen-"),
                        name -> assertThat(name).isEqualTo("Default"));
        var before = marker();
        xrayRules.add("new in X-Ray");
        assertThat(marker()).isNotEqualTo(before);
    }

    private String marker() {
        return served(rules("Java/21")).stream()
                .map(rule -> rule.getString("RuleName"))
                .filter(name -> name.startsWith("gen-"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void until_x_rays_rules_were_read_a_report_of_an_own_rule_goes_to_x_ray_too() {
        var answer = targets("both", "own");

        assertThat(toXRay).singleElement()
                .satisfies(request -> assertThat(names(request, "SamplingStatisticsDocuments")).containsExactly("both",
                        "own"));
        assertThat(names(answer, "UnprocessedStatistics")).isEmpty();
    }

    @Test
    void an_own_rule_is_answered_though_x_ray_refuses() {
        rules("");
        xrayStatus = 429;
        var answer = targets("own", "xray");

        assertThat(names(answer, "SamplingTargetDocuments")).containsExactly("own");
        assertThat(answer.getJsonArray("UnprocessedStatistics").getJsonObject(0).getString("ErrorCode"))
                .isEqualTo("500");
    }

    @Test
    void a_changed_default_rule_of_the_book_replaces_that_of_xray() {
        books.change(RuleScope.GLOBAL,
                (book, now) -> book.update("Default", RuleMembers.update(Map.of("FixedRate", 0.5)), now), "", "");

        assertThat(served(rules("")).getLast().getDouble("FixedRate")).isEqualTo(0.5);
    }

    @Test
    void statistics_are_split_and_a_rule_of_both_is_reported_to_both() {
        rules("");
        var answer = targets("own", "both", "xray", "Default", "gone", "gen-" + NOW);

        assertThat(toXRay).singleElement()
                .satisfies(request -> assertThat(names(request, "SamplingStatisticsDocuments"))
                        .containsExactly("both", "xray", "Default", "gone"));
        assertThat(names(answer, "SamplingTargetDocuments")).containsExactlyInAnyOrder("own", "both", "xray",
                "Default");
        assertThat(named(answer, "SamplingTargetDocuments", "both").getDouble("FixedRate")).isEqualTo(0.75);
        assertThat(names(answer, "UnprocessedStatistics")).containsExactly("gone");
    }

    @Test
    void xray_gets_at_most_25_reports_a_call_and_so_does_the_book() {
        xrayRules.addAll(IntStream.range(0, 40).mapToObj(i -> "x" + i).toList());

        var answer = targets(IntStream.range(0, 40).mapToObj(i -> "x" + i).toArray(String[]::new));

        assertThat(toXRay).extracting(request -> request.getJsonArray("SamplingStatisticsDocuments").size())
                .containsExactly(25, 15);
        assertThat(answer.getJsonArray("SamplingTargetDocuments")).hasSize(40);
    }

    @Test
    void the_last_modification_is_the_later_of_the_two() {
        assertThat(targets("own").getDouble("LastRuleModification")).isEqualTo(NOW);
        xrayModified = NOW + 60;
        assertThat(targets("own").getDouble("LastRuleModification")).isEqualTo(NOW + 60);
    }

    @Test
    void a_refusal_of_xray_passes_through() {
        xrayStatus = 429;

        assertThat(call(RULES, new JsonObject(), "").status()).isEqualTo(429);
        assertThat(call(TARGETS, new JsonObject(), "").status()).isEqualTo(429);
    }

    @Test
    void a_body_that_is_no_object_is_refused_as_by_xray() {
        var reply = api
                .answer(new ApiCall("POST", TARGETS, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer("nonsense"),
                        SocketAddress.inetSocketAddress(1, "10.0.0.1"), TenantId.DEFAULT))
                .result();

        assertThat(reply.status()).isEqualTo(400);
        assertThat(toXRay).isEmpty();
    }
}
