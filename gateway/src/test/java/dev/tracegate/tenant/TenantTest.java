package dev.tracegate.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantTest {
    private static final RoleArn ROLE = RoleArn.parse("arn:aws:iam::111122223333:role/xray/orders").orElseThrow();

    @ParameterizedTest
    @ValueSource(ints = {1, 65_535})
    void the_lowest_and_the_highest_port_are_accepted(int port) {
        assertThat(at(port).ports()).containsExactly(port);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_536})
    void other_port_numbers_are_refused(int port) {
        assertThatThrownBy(() -> at(port)).hasMessageContaining("ports").hasMessageContaining("was " + port);
    }

    @Test
    void the_declared_id_is_the_part_before_the_role() {
        assertThat(Tenant.declared(new TenantId("apps@arn:aws:iam::111122223333:role/orders"))).isEqualTo("apps");
        assertThat(Tenant.declared(new TenantId("apps"))).isEqualTo("apps");
        assertThat(Tenant.declared(new TenantId("@arn"))).isEmpty();
    }

    @Test
    void an_id_is_ordered_by_its_text() {
        assertThat(new TenantId("a")).isLessThan(new TenantId("b"));
        assertThat(new TenantId("b")).isGreaterThan(new TenantId("a"));
    }

    @ParameterizedTest
    @CsvSource({"A, B", "B, C", "C, C"})
    void trust_is_one_step_lower_without_a_confirmation_by_ecs(Trust before, Trust after) {
        assertThat(before.withoutProof()).isEqualTo(after);
    }

    @Test
    void texts_for_logs_have_the_match_of_a_tenant_and_not_its_external_id() {
        assertThat(new Destination("111122223333", "eu-west-1")).hasToString("111122223333/eu-west-1");
        assertThat(new Match.Family("web", "orders")).hasToString("family orders in cluster web");
        assertThat(new Match.Tag("web", "team", "a")).hasToString("tag team=a in cluster web");
        assertThat(new TenantCredentials.AssumedRole(ROLE, "secret", TenantCredentials.Marks.ALL).toString())
                .contains("arn:aws:iam::111122223333:role/xray/orders")
                .doesNotContain("secret");
        assertThat(new TenantCredentials.TaskRole(List.of(new TenantCredentials.Allowed("111122223333", "/xray/")),
                "secret", TenantCredentials.Marks.ALL).toString()).contains("/xray/").doesNotContain("secret");
    }

    @Test
    void a_role_may_have_a_path_of_512_characters() {
        assertThat(RoleArn.parse(withPath(512))).map(RoleArn::path)
                .hasValueSatisfying(path -> assertThat(path).hasSize(512));
        assertThat(RoleArn.parse(withPath(513))).isEmpty();
    }

    @Test
    void a_tenant_with_only_a_port_matches_no_address() {
        var registry = Registry.of(List.of(at(2001)));

        assertThat(registry.isSingle()).isFalse();
        assertThat(registry.from(InetAddress.ofLiteral("10.0.0.1"))).isEmpty();
        assertThat(registry.atPort(2001)).map(Tenant::id).contains(new TenantId("orders"));
    }

    private static String withPath(int length) {
        return "arn:aws:iam::111122223333:role/" + "p".repeat(length - 2) + "/name";
    }

    private static Tenant at(int port) {
        return new Tenant(new TenantId("orders"), Limits.NONE, List.of(), List.of(port));
    }
}
