package dev.tracegate.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.testkit.FakeSts;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Outages, throttles, denials and contradictions of agent, ECS and STS: no segment gets a wrong tenant, others are not affected, books balance. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class IdentityFaultsIT {
    private static final int ORDERS = 2;
    private static final int CARTS = 3;
    private static final int OTHER = 4;

    @TempDir
    private Path folder = Path.of("");
    private EcsHost host;

    @BeforeEach
    void make() {
        host = new EcsHost(folder);
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void without_the_list_of_the_agent_known_tasks_continue_and_new_ones_wait() {
        host.tenant("orders").tenant("carts");
        host.awsvpc(ORDERS, "orders");
        host.start("agent-away");
        host.send(ORDERS, 1, "orders");
        EcsHost.patiently().until(() -> host.delivered("orders") == 1);

        host.agent.goAway(true);
        EcsHost.patiently().until(() -> host.log().contains("Identity source introspection cannot be polled"));
        host.awsvpc(CARTS, "carts");
        host.send(CARTS, 3, "carts");
        EcsHost.patiently().until(() -> host.rejected("identity_timeout") == 3);
        assertThat(host.workloads()).as("ECS confirms it")
                .singleElement()
                .satisfies(any -> assertThat(((JsonObject) any).getString("tenant")).isEqualTo("orders"));
        host.agent.goAway(false);

        EcsHost.patiently().until(() -> {
            host.send(CARTS, 1, "carts");
            return host.delivered("carts") > 0;
        });
        assertThat(host.arrived()).allMatch(
                segment -> segment.equals("orders by orders") || segment.equals("carts by carts"));
        assertBalanced();
    }

    @Test
    void while_ECS_throttles_known_tasks_continue_and_segments_of_new_ones_wait() {
        host.tenant("orders").tenant("carts");
        host.awsvpc(ORDERS, "orders");
        host.start("ecs-throttles");
        host.send(ORDERS, 1, "orders");
        EcsHost.patiently().until(() -> host.delivered("orders") == 1);

        host.ecs.refuse("ThrottlingException", "Rate exceeded");
        host.awsvpc(CARTS, "carts");
        host.send(CARTS, 3, "carts");
        host.send(ORDERS, 3, "orders");

        EcsHost.patiently().until(() -> host.delivered("orders") == 4);
        EcsHost.patiently().until(() -> host.log().contains("ECS throttles ecs:DescribeTasks"));
        assertThat(host.delivered("carts")).as("delivered without a confirmation").isZero();
        host.ecs.refuse(null, "");

        EcsHost.patiently().until(() -> host.delivered("carts") == 3);
        assertThat(host.arrived()).hasSize(7)
                .allMatch(segment -> segment.equals("orders by orders") || segment.equals("carts by carts"));
        assertThat(host.books("unattributed").isEmpty()).isTrue();
        assertBalanced();
    }

    @Test
    void an_empty_list_and_a_list_with_a_rival_do_not_affect_known_tasks() {
        host.tenant("orders").tenant("carts");
        var address = host.awsvpc(ORDERS, "orders");
        host.bridge(CARTS, "carts");
        host.start("agent-empty");
        host.send(ORDERS, 1, "orders");
        host.send(CARTS, 1, "carts");
        EcsHost.patiently().until(() -> host.delivered("orders") == 1 && host.delivered("carts") == 1);

        host.agent.register(false);
        host.agent.remove(EcsHost.id(ORDERS));
        host.agent.remove(EcsHost.id(CARTS));
        EcsHost.patiently().until(() -> host.log().contains("its list lacks 1 addresses"));
        host.send(ORDERS, 20, "orders");
        host.send(CARTS, 20, "carts");
        EcsHost.patiently().until(() -> host.delivered("orders") == 21 && host.delivered("carts") == 21);

        host.agent.register(true);
        host.agent.awsvpc(EcsHost.id(ORDERS), "orders", "RUNNING", "RUNNING", address);
        host.agent.awsvpc(EcsHost.id(OTHER), "carts", "RUNNING", "RUNNING", address);
        host.send(ORDERS, 20, "orders");
        EcsHost.patiently().until(() -> host.delivered("orders") == 41);

        assertThat(host.arrived()).hasSize(62)
                .allMatch(segment -> segment.equals("orders by orders") || segment.equals("carts by carts"));
        assertThat(host.books("unattributed").isEmpty()).isTrue();
        assertBalanced();
    }

    @Test
    void after_a_kill_known_tasks_stay_known_without_ECS_and_a_new_one_waits() {
        host.tenant("orders").tenant("carts").tenant("third");
        host.awsvpc(ORDERS, "orders");
        host.bridge(CARTS, "carts");
        host.start("before-kill");
        host.send(ORDERS, 1, "orders");
        host.send(CARTS, 1, "carts");
        EcsHost.patiently().until(() -> host.delivered("orders") == 1 && host.delivered("carts") == 1);
        EcsHost.patiently().until(() -> host.remembers(ORDERS) && host.remembers(CARTS));

        host.kill();
        host.ecs.refuse("ThrottlingException", "Rate exceeded");
        host.awsvpc(OTHER, "third");
        host.start("after-kill");
        host.send(OTHER, 20, "third");
        host.send(ORDERS, 20, "orders");
        host.send(CARTS, 20, "carts");
        EcsHost.patiently().until(() -> host.delivered("orders") == 20 && host.delivered("carts") == 20);
        assertThat(host.delivered("third")).as("segments of a task that ECS has not confirmed").isZero();

        host.ecs.refuse(null, "");
        EcsHost.patiently().until(() -> host.delivered("third") == 20);
        assertThat(host.arrived()).hasSize(62).allMatch(segment -> {
            var parts = segment.split(" by ", -1);
            return parts[0].equals(parts[1]);
        });
        assertThat(host.books("unattributed").isEmpty()).isTrue();
        assertBalanced();
    }

    @Test
    void an_address_of_two_tasks_is_ambiguous_and_a_third_task_is_not_affected() {
        host.tenant("orders").tenant("carts").tenant("third");
        var address = host.awsvpc(ORDERS, "orders");
        host.awsvpc(CARTS, "carts", address);
        host.awsvpc(OTHER, "third");
        host.start("two-owners");

        host.send(ORDERS, 5, "whose");
        host.send(OTHER, 5, "third");

        EcsHost.patiently().until(() -> host.rejected("ambiguous_source") == 5 && host.delivered("third") == 5);
        assertThat(host.arrived()).hasSize(5).containsOnly("third by third");
        assertThat(host.log()).contains("Source " + address + " is refused: ambiguous_source");
        assertBalanced();
    }

    @Test
    void a_denial_by_STS_for_one_of_fifty_tenants_loses_nothing_of_the_others() {
        var names = IntStream.range(0, 50).mapToObj(i -> "tenant-" + i).toList();
        names.forEach(host::tenant);
        IntStream.range(0, 50).forEach(i -> host.awsvpc(i + 2, names.get(i)));
        host.sts.refuse(EcsHost.role("tenant-7"), FakeSts.denied("AssumeRole"));
        host.start("sts-denies");

        IntStream.range(0, 50).forEach(i -> host.send(i + 2, 4, names.get(i)));

        EcsHost.patiently()
                .until(() -> names.stream()
                        .filter(name -> !name.equals("tenant-7"))
                        .allMatch(name -> host.delivered(name) == 4));
        assertThat(host.arrived()).hasSize(49 * 4).allMatch(segment -> {
            var parts = segment.split(" by ", -1);
            return parts[0].equals(parts[1]) && !parts[0].equals("tenant-7");
        });
        assertThat(host.workloads()).anySatisfy(any -> {
            var workload = (JsonObject) any;
            assertThat(workload.getString("tenant")).isEqualTo("tenant-7");
            assertThat(workload.getJsonObject("credentials").getString("state")).isEqualTo("denied");
        });
        assertThat(host.sts.forms()).as("T11: one call per tenant, and few for the denied one")
                .hasSizeLessThan(49 + 10);
        assertBalanced();
    }

    private void assertBalanced() {
        assertThat(host.allBooks().stream().map(page -> (JsonObject) page.getValue()))
                .allSatisfy(page -> assertThat(page.getLong("imbalance")).isZero());
    }
}
