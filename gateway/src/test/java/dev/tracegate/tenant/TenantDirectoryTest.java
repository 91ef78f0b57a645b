package dev.tracegate.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TenantDirectoryTest {
    private static final RoleArn ROLE = RoleArn.parse("arn:aws:iam::111122223333:role/xray/orders").orElseThrow();
    private final TenantDirectory directory = new TenantDirectory(registry(tenant("orders", 1), tenant("carts", 2)));

    @Test
    void a_removed_tenant_is_found_under_its_last_terms_but_is_no_current_tenant() {
        var orders = directory.find(new TenantId("orders")).orElseThrow();

        var changes = directory.replace(registry(tenant("carts", 2), tenant("pay", 3)));

        assertThat(changes).hasToString("added pay; removed orders");
        assertThat(directory.find(new TenantId("orders"))).contains(orders);
        assertThat(directory.current().find(new TenantId("orders"))).isEmpty();
        assertThat(directory.current().atPort(1)).isEmpty();
    }

    @Test
    void a_removed_tenant_is_dropped_when_no_segments_of_it_remain() {
        directory.replace(registry(tenant("carts", 2)));

        directory.forget(id -> false);
        assertThat(directory.removed()).containsExactly("orders");
        directory.forget(id -> id.equals("orders"));
        assertThat(directory.find(new TenantId("orders"))).isEmpty();
    }

    @Test
    void a_tenant_that_is_added_again_has_its_new_terms() {
        directory.replace(registry(tenant("carts", 2)));
        directory.replace(registry(tenant("carts", 2), tenant("orders", 9)));

        assertThat(directory.find(new TenantId("orders")).orElseThrow().ports()).containsExactly(9);
        assertThat(directory.removed()).isEmpty();
    }

    @Test
    void a_change_names_the_settings_that_differ() {
        var changes = directory.replace(registry(tenant("orders", 4), tenant("carts", 2)));

        assertThat(changes).hasToString("changed orders (ports)");
        assertThat(changes.changedIds().test(new TenantId("orders"))).isTrue();
        assertThat(changes.changedIds().test(new TenantId("orders@arn:aws:iam::111122223333:role/a"))).isTrue();
        assertThat(changes.changedIds().test(new TenantId("carts"))).isFalse();
        assertThat(directory.replace(directory.current()).isEmpty()).isTrue();
    }

    @Test
    void the_keep_rate_of_the_gateway_is_that_of_tenants_without_one() {
        var own = tenant("pay", 3).withUsualKeepRate(0.1);
        directory.replace(Registry.of(List.of(tenant("orders", 1), own), 0.5));

        assertThat(keepRate("orders")).isEqualTo(0.5);
        assertThat(keepRate("pay")).isEqualTo(0.1);
        assertThat(Registry.of(List.of(), 0.2).tenants()).extracting(Tenant::keepRate).containsExactly(0.2);
    }

    /** What waits is sent as before, so nothing that is sent has to learn of the change. */
    @Test
    void a_change_of_the_keep_rate_alone_is_named_and_concerns_no_queue() {
        var changes = directory.replace(Registry.of(List.of(tenant("orders", 1), tenant("carts", 2)), 0.5));

        assertThat(changes).hasToString("changed orders (keepRate), carts (keepRate)");
        assertThat(changes.changedIds().test(new TenantId("orders"))).isFalse();
    }

    @Test
    void a_tenant_with_a_task_role_gives_it_its_keep_rate() {
        var apps = apps("/xray/").withUsualKeepRate(0.1);

        assertThat(apps.withRoleOf(ROLE.toString()).orElseThrow().keepRate()).isEqualTo(0.1);
    }

    private double keepRate(String tenant) {
        return Objects.requireNonNull(directory.find(new TenantId(tenant)).orElseThrow().keepRate());
    }

    @Test
    void a_task_role_that_is_no_longer_allowed_is_removed_from_a_remaining_tenant() {
        var derived = new TenantId("apps@" + ROLE);
        var directory = new TenantDirectory(registry(apps("/xray/"), tenant("carts", 2)));
        assertThat(directory.find(derived)).isPresent();

        directory.replace(registry(apps("/other/"), tenant("carts", 2)));
        assertThat(directory.find(derived)).isEmpty();
    }

    @Test
    void a_removed_tenant_with_task_roles_is_found_by_each_of_them() {
        var directory = new TenantDirectory(registry(apps("/xray/"), tenant("carts", 2)));
        directory.replace(registry(tenant("carts", 2)));

        assertThat(directory.find(new TenantId("apps@" + ROLE))).isPresent();
    }

    @Test
    void the_first_tenant_and_the_last_one_need_a_restart() {
        assertThatThrownBy(() -> directory.replace(Registry.of(List.of()))).hasMessageContaining("restart");
        assertThat(directory.current().tenants()).as("unchanged").hasSize(2);
        assertThatThrownBy(() -> new TenantDirectory(Registry.of(List.of())).replace(registry(tenant("carts", 2))))
                .hasMessageContaining("restart");
    }

    @Test
    void the_first_tenant_with_task_roles_needs_a_restart() {
        assertThatThrownBy(() -> directory.replace(registry(apps("/xray/"), tenant("carts", 2))))
                .hasMessageContaining("taskRole")
                .hasMessageContaining("restart");
        assertThat(directory.current().tenants()).as("unchanged")
                .extracting(Tenant::declaredId)
                .containsExactly("orders", "carts");
    }

    @Test
    void a_log_line_names_twenty_tenants_and_counts_the_others() {
        var many = IntStream.rangeClosed(1, 23).mapToObj(i -> tenant("t" + i, i)).toArray(Tenant[]::new);

        var changes = new TenantDirectory(registry(tenant("carts", 100))).replace(registry(many));

        assertThat(changes.toString()).contains(", t20 and 3 more; removed carts").doesNotContain("t21");
    }

    private static Registry registry(Tenant... tenants) {
        return Registry.of(Arrays.asList(tenants));
    }

    private static Tenant tenant(String id, int port) {
        return new Tenant(new TenantId(id), Limits.NONE, List.of(), List.of(port));
    }

    private static Tenant apps(String path) {
        return new Tenant(new TenantId("apps"), Limits.NONE, List.of(), List.of(), List.of(),
                new TenantCredentials.TaskRole(List.of(new TenantCredentials.Allowed("111122223333", path)), null,
                        TenantCredentials.Marks.ALL),
                null);
    }
}
