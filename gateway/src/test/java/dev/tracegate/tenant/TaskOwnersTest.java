package dev.tracegate.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.tenant.TenantCredentials.Allowed;
import dev.tracegate.tenant.TenantCredentials.AssumedRole;
import dev.tracegate.tenant.TenantCredentials.Marks;
import dev.tracegate.tenant.TenantCredentials.TaskRole;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskOwnersTest {
    private static final String ROLE = "arn:aws:iam::111122223333:role/team/orders";

    @Test
    void a_service_has_priority_over_a_family_and_a_family_over_tags() {
        var registry = Registry.of(List.of(tenant("by-service", new Match.Service("prod", "web")),
                tenant("by-family", new Match.Family("prod", "shop")),
                tenant("by-tag", new Match.Tag("prod", "t", "x"))));

        assertThat(owner(registry, task("prod", "shop", "web", Map.of("t", "x")))).contains("by-service");
        assertThat(owner(registry, task("prod", "shop", "other", Map.of("t", "x")))).contains("by-family");
        assertThat(owner(registry, task("prod", "shop", null, Map.of("t", "x")))).contains("by-family");
        assertThat(owner(registry, task("prod", "cart", null, Map.of("t", "x", "u", "y")))).contains("by-tag");
        assertThat(owner(registry, task("prod", "cart", null, Map.of("t", "y")))).isEmpty();
        assertThat(owner(registry, task("test", "shop", "web", Map.of("t", "x")))).as("another cluster").isEmpty();
    }

    @Test
    void tags_that_match_two_tenants_identify_none() {
        var registry = Registry.of(List.of(tenant("a", new Match.Tag("prod", "t", "x")),
                tenant("b", new Match.Tag("prod", "u", "y"), new Match.Tag("prod", "v", "z"))));

        assertThat(owner(registry, task("prod", "f", null, Map.of("t", "x", "u", "y")))).isEmpty();
        assertThat(owner(registry, task("prod", "f", null, Map.of("u", "y", "v", "z")))).contains("b");
    }

    @Test
    void two_tenants_with_the_same_match_are_refused() {
        var tenants = List.of(tenant("a", new Match.Service("prod", "web")),
                tenant("b", new Match.Family("prod", "web"), new Match.Service("prod", "web")));

        assertThatThrownBy(() -> Registry.of(tenants)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("service web in cluster prod of tenant b already belongs to tenant a");
    }

    @Test
    void without_configured_tenants_every_task_belongs_to_the_default_tenant() {
        assertThat(owner(Registry.of(List.of()), task("prod", "f", null, Map.of()))).contains("default");
    }

    @ParameterizedTest
    @ValueSource(strings = {"arn:aws:iam::111122223333:role/orders", "arn:aws:iam::111122223333:role/team-b/orders",
            "arn:aws:iam::444455556666:role/team/orders", "arn:aws:sts::111122223333:assumed-role/team/orders",
            "arn:aws:iam::111122223333:user/team/orders", "orders"})
    void T6_a_task_with_a_role_that_is_not_allowed_has_no_tenant(String role) {
        var registry = Registry.of(List.of(apps()));

        assertThat(registry.ownerOf(withRole(role))).isEmpty();
        assertThat(registry.ownerOf(withRole(null))).isEmpty();
        assertThat(registry.find(new TenantId("apps@" + role))).isEmpty();
        assertThat(registry.find(new TenantId("apps"))).as("the declared tenant has no role itself").isEmpty();
    }

    @Test
    void each_task_role_is_a_separate_tenant_that_is_found_by_its_id() {
        var registry = Registry.of(List.of(apps()));

        var tenant = registry.ownerOf(withRole(ROLE)).orElseThrow();

        assertThat(tenant.id()).isEqualTo(new TenantId("apps@" + ROLE));
        assertThat(tenant.declaredId()).isEqualTo("apps");
        assertThat(tenant.access())
                .isEqualTo(new AssumedRole(RoleArn.parse(ROLE).orElseThrow(), "apps-external-id", Marks.ALL));
        assertThat(tenant.region()).isEqualTo("eu-west-1");
        assertThat(registry.find(tenant.id())).contains(tenant);
        assertThat(registry.usesTaskRoles()).isTrue();
    }

    @Test
    void an_id_with_a_role_is_unknown_for_a_tenant_without_task_roles() {
        var registry = Registry.of(List.of(tenant("a", new Match.Service("prod", "web"))));

        assertThat(registry.find(new TenantId("a@" + ROLE))).isEmpty();
        assertThat(registry.find(new TenantId("b"))).isEmpty();
        assertThat(registry.find(new TenantId("a"))).isPresent();
        assertThat(registry.usesTaskRoles()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"arn:aws:iam::111122223333:role/x,aws,/,x",
            "arn:aws-cn:iam::111122223333:role/a/b/x,aws-cn,/a/b/,x", "arn:aws:iam::1111:role/x,-,-,-",
            "arn:aws:iam::111122223333:role/,-,-,-", "arn:aws:iam::111122223333:role/a//x,-,-,-",
            "arn:aws:iam:eu-west-1:111122223333:role/x,-,-,-", "arn:aws:iam::111122223333:role/x y,-,-,-"})
    void a_role_has_partition_account_path_and_name(String text, String partition, String path, String name) {
        assertThat(RoleArn.parse(text)).isEqualTo(
                Optional.ofNullable(partition).map(known -> new RoleArn(known, "111122223333", path, name)));
        RoleArn.parse(text).ifPresent(arn -> assertThat(arn).hasToString(text));
    }

    @Test
    void a_destination_is_the_account_of_the_role_and_the_region_of_the_tenant() {
        var role = registryTenant(new AssumedRole(RoleArn.parse(ROLE).orElseThrow(), null, Marks.ALL), null);

        assertThat(role.destination(null, "eu-west-1")).isEqualTo(new Destination("111122223333", "eu-west-1"));
        assertThat(registryTenant(new TenantCredentials.Own(), "us-east-1").destination(null, "eu-west-1"))
                .isEqualTo(new Destination("own", "us-east-1"));
        assertThat(registryTenant(new TenantCredentials.Own(), null).destination("111122223333", "eu-west-1"))
                .isEqualTo(role.destination("111122223333", "eu-west-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"team", "/team", "team/", "", "/te am/"})
    void T6_a_path_prefix_without_slashes_at_both_ends_is_refused(String prefix) {
        assertThatThrownBy(() -> new Allowed("111122223333", prefix)).hasMessageContaining("pathPrefix: must begin");
    }

    private static Tenant apps() {
        return new Tenant(new TenantId("apps"), Limits.NONE, List.of(), List.of(),
                List.of(new Match.Family("prod", "f")),
                new TaskRole(List.of(new Allowed("111122223333", "/team/")), "apps-external-id", Marks.ALL),
                "eu-west-1");
    }

    private static Tenant registryTenant(TenantCredentials access, @Nullable String region) {
        return new Tenant(new TenantId("t"), Limits.NONE, List.of(), List.of(), List.of(), access, region);
    }

    private static Tenant tenant(String id, Match... match) {
        return new Tenant(new TenantId(id), Limits.NONE, List.of(), List.of(), List.of(match),
                new TenantCredentials.Own(), null);
    }

    private static Workload withRole(@Nullable String role) {
        return new Workload("arn:aws:ecs:eu-west-1:111122223333:task/prod/1", "prod", "f", null, Map.of(), role);
    }

    private static Workload task(String cluster, String family, @Nullable String service, Map<String, String> tags) {
        return new Workload("arn:aws:ecs:eu-west-1:111122223333:task/prod/1", cluster, family, service, tags, null);
    }

    private static Optional<String> owner(Registry registry, Workload task) {
        return registry.ownerOf(task).map(tenant -> tenant.id().value());
    }
}
