package dev.tracegate.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.aws.credentials.RoleSession;
import dev.tracegate.tenant.Limits;
import dev.tracegate.tenant.RoleArn;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantCredentials.AssumedRole;
import dev.tracegate.tenant.TenantCredentials.Marks;
import dev.tracegate.tenant.TenantId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The IAM policies in {@code ecs/iam} allow the calls that the code makes and no other call. */
class IamPoliciesTest {
    private static final Path FOLDER = Path.of(System.getProperty("basedir", ".")).resolve("../ecs/iam");
    private static final RoleSession SESSION = RoleSession.of(
            new Tenant(new TenantId("TENANT"), Limits.NONE, List.of(), List.of()),
            new AssumedRole(RoleArn.parse("arn:aws:iam::123456789012:role/xray-gateway/TENANT").orElseThrow(),
                    "EXTERNAL-ID", Marks.ALL),
            "eu-west-1", "CLUSTER");

    @Test
    void T7_the_policies_of_the_role_the_session_and_the_endpoint_allow_the_same_actions() {
        var policy = read("tenant-role-policy");

        assertThat(policy).isEqualTo(new JsonObject(RoleSession.POLICY));
        assertThat(actions(policy)).containsExactlyInAnyOrder("xray:PutTraceSegments", "xray:PutTelemetryRecords",
                "xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:GetSamplingStatisticSummaries");
        assertThat(actions(read("vpc-endpoint-policy"))).isEqualTo(actions(policy));
        assertThat(RoleSession.POLICY.length()).as("STS accepts session policies up to 2048 characters")
                .isLessThan(2048);
    }

    @Test
    void T7_the_gateway_role_may_only_assume_path_scoped_roles_and_describe_ECS_tasks() {
        var policy = read("gateway-task-role-policy");

        assertThat(actions(policy)).containsExactlyInAnyOrder("sts:AssumeRole", "sts:TagSession",
                "sts:SetSourceIdentity", "ecs:DescribeTasks", "ecs:DescribeTaskDefinition");
        assertThat(statements(policy)).filteredOn(one -> actionsOf(one).anyMatch(action -> action.startsWith("sts:")))
                .allSatisfy(one -> assertThat(one.getString("Resource"))
                        .isEqualTo("arn:aws:iam::*:role" + SESSION.role().path() + "*"));
    }

    @Test
    void T6_the_trust_policy_of_a_tenant_role_requires_exactly_the_values_that_a_session_sends() {
        var trust = read("tenant-role-trust");
        var pins = pinned(with(trust, "sts:AssumeRole"));

        assertThat(pins.getMap()).containsOnlyKeys("sts:ExternalId", "aws:RequestTag/xgw-tenant",
                "aws:RequestTag/xgw-cluster", "sts:SourceIdentity");
        assertThat(pins.getString("sts:ExternalId")).isEqualTo(SESSION.externalId());
        assertThat(pins.getString("sts:SourceIdentity")).isEqualTo(SESSION.sourceIdentity());
        SESSION.tags()
                .forEach((key, value) -> assertThat(pins.getString("aws:RequestTag/" + key)).isEqualTo(value));
        var pattern = with(trust, "sts:AssumeRole").getJsonObject("Condition")
                .getJsonObject("StringLike")
                .getString("sts:RoleSessionName");
        assertThat(SESSION.name()).matches(pattern.replace("*", ".*"));
    }

    @Test
    void each_action_of_the_trust_policy_has_its_own_conditions() {
        var trust = read("tenant-role-trust");
        var tags = with(trust, "sts:TagSession");

        assertThat(statements(trust)).hasSize(3)
                .extracting(one -> one.getJsonObject("Principal"))
                .containsOnly(new JsonObject().put("AWS", "arn:aws:iam::111111111111:role/xray-gateway-task"));
        assertThat(pinned(tags).fieldNames()).isEqualTo(
                SESSION.tags().keySet().stream().map("aws:RequestTag/"::concat).collect(Collectors.toSet()));
        var keys = tags.getJsonObject("Condition")
                .getJsonObject("ForAllValues:StringEquals")
                .getJsonArray("aws:TagKeys");
        assertThat(keys.stream().map(String.class::cast).collect(Collectors.toSet()))
                .isEqualTo(SESSION.tags().keySet());
        assertThat(pinned(with(trust, "sts:SetSourceIdentity")).getString("sts:SourceIdentity"))
                .isEqualTo(SESSION.sourceIdentity());
    }

    @Test
    void only_ECS_in_one_account_can_assign_the_gateway_role_to_a_task() {
        var trust = with(read("gateway-task-role-trust"), "sts:AssumeRole");

        assertThat(trust.getJsonObject("Principal").getString("Service")).isEqualTo("ecs-tasks.amazonaws.com");
        assertThat(pinned(trust).fieldNames()).containsExactly("aws:SourceAccount");
    }

    @Test
    void every_file_is_a_policy_and_is_listed_in_the_manual() throws IOException {
        var manual = Files.readString(FOLDER.resolve("../../docs/tenancy.md"));
        try (var files = Files.list(FOLDER)) {
            assertThat(files).hasSize(5).allSatisfy(file -> {
                var name = file.getFileName().toString();
                assertThat(read(name.replace(".json", "")).getString("Version")).isEqualTo("2012-10-17");
                assertThat(manual).contains("ecs/iam/" + name);
            });
        }
    }

    private static JsonObject read(String name) {
        try {
            return new JsonObject(Files.readString(FOLDER.resolve(name + ".json")));
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private static List<JsonObject> statements(JsonObject policy) {
        return policy.getJsonArray("Statement").stream().map(JsonObject.class::cast).toList();
    }

    private static Stream<String> actionsOf(JsonObject statement) {
        return statement.getValue("Action") instanceof JsonArray several
                ? several.stream().map(String.class::cast)
                : Stream.of(statement.getString("Action"));
    }

    private static Set<String> actions(JsonObject policy) {
        return statements(policy).stream().flatMap(IamPoliciesTest::actionsOf).collect(Collectors.toSet());
    }

    private static JsonObject with(JsonObject policy, String action) {
        return statements(policy).stream()
                .filter(one -> actionsOf(one).anyMatch(action::equals))
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject pinned(JsonObject statement) {
        return statement.getJsonObject("Condition").getJsonObject("StringEquals");
    }
}
