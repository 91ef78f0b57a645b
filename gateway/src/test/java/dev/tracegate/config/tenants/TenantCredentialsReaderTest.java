package dev.tracegate.config.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.config.load.TestEnvironment;
import dev.tracegate.tenant.Match;
import dev.tracegate.tenant.RoleArn;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantCredentials;
import dev.tracegate.tenant.TenantCredentials.Allowed;
import dev.tracegate.tenant.TenantCredentials.AssumedRole;
import dev.tracegate.tenant.TenantCredentials.Marks;
import dev.tracegate.tenant.TenantCredentials.TaskRole;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantCredentialsReaderTest {
    private static final String ROLE = "arn:aws:iam::111122223333:role/xray-gateway/orders";
    private TestEnvironment environment;

    @BeforeEach
    void environment(@TempDir Path folder) {
        environment = new TestEnvironment(folder);
    }

    @Test
    void a_tenant_has_tasks_and_a_role() {
        var tenant = tenants("""
                sink: aws
                tenants:
                  - id: orders
                    match:
                      - {cluster: prod, service: orders}
                      - {cluster: prod, family: batch}
                      - cluster: prod
                        tag: {key: team, value: orders}
                    roleArn: %s
                    externalId: orders-7
                    sourceIdentity: false
                    region: eu-west-1
                """.formatted(ROLE)).getFirst();

        assertThat(tenant.match()).containsExactly(new Match.Service("prod", "orders"),
                new Match.Family("prod", "batch"),
                new Match.Tag("prod", "team", "orders"));
        assertThat(tenant.access()).isEqualTo(
                new AssumedRole(RoleArn.parse(ROLE).orElseThrow(), "orders-7", new Marks(true, false, true)));
        assertThat(tenant.region()).isEqualTo("eu-west-1");
        assertThat(tenant.toString()).doesNotContain("orders-7");
    }

    @Test
    void a_tenant_can_use_the_roles_of_its_tasks() {
        var tenant = tenants(
                """
                        tenants:
                          - id: apps
                            match: [{cluster: prod, family: app}]
                            taskRole: {allow: [{account: 111122223333, pathPrefix: /apps/}, {account: "000022223333", pathPrefix: /}]}
                        """)
                .getFirst();

        assertThat(tenant.access()).isEqualTo(new TaskRole(
                List.of(new Allowed("111122223333", "/apps/"), new Allowed("000022223333", "/")), null, Marks.ALL));
    }

    @Test
    void a_tenant_uses_the_credentials_of_the_gateway_only_if_configured() {
        assertThat(tenants("sink: aws\ntenants: [{id: a, ports: [1], credentials: own}]")).extracting(Tenant::access)
                .containsExactly(new TenantCredentials.Own());
        assertThat(tenants("sink: embedded\ntenants: [{id: a, ports: [1]}]")).extracting(Tenant::access)
                .containsExactly(TenantCredentials.UNDECLARED);
        assertThat(environment.file("own.yaml", "sink: aws\ntenants: [{id: a, ports: [1]}]").problems("-c", "own.yaml"))
                .containsExactly("Tenant a must have roleArn, taskRole or credentials: own in AWS mode;"
                        + " a tenant uses the gateway's own credentials only if configured so");
    }

    @Test
    void a_file_can_have_thousands_of_tenants() {
        var text = IntStream.range(0, 2000).mapToObj(i -> """
                  - id: tenant-%1$d
                    match: [{cluster: prod, service: service-%1$d}]
                    roleArn: arn:aws:iam::111122223333:role/xray-gateway/tenant-%1$d
                    externalId: 8a6f0f0e-5f0b-4a53-9a55-000000000000
                """.formatted(i)).collect(Collectors.joining("", "sink: aws\ntenants:\n", ""));

        assertThat(tenants(text)).hasSize(2000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "match: [5]|tenants[0].match[0] (line 1): must have keys of its own, such as cluster",
            "match: [{service: a}]|tenants[0].match[0] (line 1): must have a cluster, given by its name and not by its ARN",
            "match: [{cluster: 'arn:aws:ecs:eu-west-1:111122223333:cluster/c', service: a}]|tenants[0].match[0] (line 1): must have a cluster, given by its name and not by its ARN",
            "match: [{cluster: c}]|tenants[0].match[0] (line 1): must have exactly one of service, family and tag; a tag needs key and value",
            "match: [{cluster: c, service: a, family: b}]|tenants[0].match[0] (line 1): must have exactly one of service, family and tag; a tag needs key and value",
            "match: [{cluster: c, tag: {key: k}}]|tenants[0].match[0] (line 1): must have exactly one of service, family and tag; a tag needs key and value",
            "match: [{cluster: c, tag: k}]|tenants[0].match[0].tag (line 1): is not one of cluster, service, family, tag.key, tag.value",
            "match: [{cluster: c, servcie: a}]|tenants[0].match[0].servcie (line 1): is not one of cluster, service, family, tag.key, tag.value",
            "match: [{cluster: c, service: [a]}]|tenants[0].match[0].service (line 1): must be one value",
            "match: [{cluster: c, service: a, service: b}]|tenants[0].match[0].service (line 1): is set twice",
            "match: [{cluster: c, service: a}, {cluster: c, service: a}]|tenants[0].match[1] (line 1): \"service a in cluster c\" is already used in line 1",
            "ports: [1], roleArn: orders|tenants[0].roleArn (line 1): must be a role's ARN, such as arn:aws:iam::111122223333:role/xray-gateway/a, was orders",
            "ports: [1], roleArn: arn:aws:iam::111122223333:role/a, credentials: own|tenants[0] (line 1): must have only one of roleArn, taskRole and credentials",
            "ports: [1], credentials: mine|tenants[0].credentials (line 1): must be own, or left out, was mine",
            "ports: [1], externalId: abc|tenants[0].externalId (line 1): has no effect without roleArn or taskRole",
            "ports: [1], credentials: own, sessionTags: false|tenants[0].sessionTags (line 1): has no effect without roleArn or taskRole",
            "ports: [1], roleArn: arn:aws:iam::111122223333:role/a, externalId: 'a b'|tenants[0].externalId (line 1): must be 2 to 1224 letters, digits and any of _+=,.@:/-",
            "ports: [1], roleArn: arn:aws:iam::111122223333:role/a, externalId: a|tenants[0].externalId (line 1): must be 2 to 1224 letters, digits and any of _+=,.@:/-",
            "ports: [1], region: Frankfurt|tenants[0].region (line 1): must be a Region's name, such as eu-west-1, was Frankfurt",
            "ports: [1], taskRole: {allow: [{account: ^111122223333^, pathPrefix: /}]}|tenants[0] (line 1): must have match if it has taskRole: a sender known by its port or network has no task role",
            "match: [{cluster: c, service: a}], taskRole: {allow: []}|tenants[0] (line 1): must have an entry in taskRole.allow, otherwise no role is allowed",
            "match: [{cluster: c, service: a}], taskRole: {allow: [{account: 11, pathPrefix: /}]}|tenants[0].taskRole.allow[0] (line 1): account: must be 12 digits, was 11",
            "match: [{cluster: c, service: a}], taskRole: 5|tenants[0].taskRole (line 1): must have keys of its own, such as allow"})
    void a_problem_has_its_path_and_line(String rest, String problem) {
        var text = "tenants: [{id: a, " + rest.replace("^", "\"") + "}]";

        assertThat(environment.file("own.yaml", text).problems("-c", "own.yaml")).contains(problem);
    }

    @Test
    void T16_a_role_of_another_partition_is_refused() {
        var text = "tenants: [{id: a, ports: [1], roleArn: 'arn:aws:iam::111122223333:role/a', region: cn-north-1}]";

        assertThat(environment.file("own.yaml", text).problems("-c", "own.yaml")).containsExactly(
                "tenants[0].region (line 1): must be a Region of partition aws, like the role, was cn-north-1");
    }

    @Test
    void an_id_too_long_for_a_source_identity_is_refused_only_if_one_is_sent() {
        var id = "a".repeat(61);

        assertThat(environment.file("own.yaml", "tenants: [{id: %s, ports: [1], roleArn: '%s'}]".formatted(id, ROLE))
                .problems("-c", "own.yaml")).singleElement()
                .asString()
                .startsWith("tenants[0].id (line 1): must be at");
        assertThat(tenants("tenants: [{id: %s, ports: [1], roleArn: '%s', sourceIdentity: false}]".formatted(id, ROLE)))
                .hasSize(1);
        assertThat(tenants("tenants: [{id: %s, ports: [1], credentials: own}]".formatted(id))).hasSize(1);
    }

    private List<Tenant> tenants(String text) {
        return environment.file("own.yaml", text).settings("-c", "own.yaml").tenants();
    }
}
