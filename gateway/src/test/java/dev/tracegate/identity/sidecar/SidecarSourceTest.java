package dev.tracegate.identity.sidecar;

import static dev.tracegate.identity.IdentityGiven.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.agent.FakeAgent;
import dev.tracegate.tenant.Trust;
import dev.tracegate.testkit.OnLoop;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SidecarSourceTest {
    private static final String TASK = """
            {"Cluster": "arn:aws:ecs:eu-west-1:111122223333:cluster/prod",
             "TaskARN": "arn:aws:ecs:eu-west-1:111122223333:task/prod/0123456789abcdef0123456789abcdef",
             "Family": "orders", "Revision": "3", "ServiceName": "orders-svc", "DesiredStatus": "RUNNING",
             "KnownStatus": "RUNNING", "AvailabilityZone": "eu-west-1a", "LaunchType": "EC2", "VPCID": "vpc-1",
             "Containers": [
              {"DockerId": "aa", "Name": "app", "DockerName": "ecs-orders-app", "Type": "NORMAL", "KnownStatus": "RUNNING",
               "StartedAt": "2026-11-25T09:00:01Z", "Networks": [{"NetworkMode": "%1$s", "IPv4Addresses": ["%2$s"]}]},
              {"DockerId": "bb", "Name": "gone", "Type": "NORMAL", "KnownStatus": "STOPPED",
               "Networks": [{"NetworkMode": "%1$s", "IPv4Addresses": ["172.17.0.9"]}]}]}
            """;

    private final Vertx vertx = Vertx.vertx();
    private final FakeAgent agent = FakeAgent.start(vertx);
    private final SidecarSource source = new SidecarSource(FakeAgent.http(vertx),
            agent.url() + "/v4/own");

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void in_awsvpc_mode_only_the_loopback_is_attributed_to_the_task() {
        agent.ownTask(TASK.formatted("awsvpc", "10.0.0.1"));

        assertThat(look()).containsOnlyKeys(ip("127.0.0.1"), ip("::1"));
        assertThat(look().get(ip("127.0.0.1"))).isInstanceOfSatisfying(OwnershipFinding.Known.class, known -> {
            assertThat(known.trust()).isEqualTo(Trust.A);
            assertThat(known.workload().cluster()).isEqualTo("prod");
            assertThat(known.workload().family()).isEqualTo("orders");
            assertThat(known.workload().service()).isEqualTo("orders-svc");
        });
    }

    @Test
    void in_bridge_mode_the_running_containers_of_the_task_are_attributed_to_it_too() {
        agent.ownTask(TASK.formatted("bridge", "172.17.0.2"));

        assertThat(look()).containsOnlyKeys(ip("127.0.0.1"), ip("::1"), ip("172.17.0.2"));
        assertThat(look().get(ip("172.17.0.2"))).isInstanceOfSatisfying(OwnershipFinding.Known.class, known -> {
            assertThat(known.trust()).isEqualTo(Trust.B);
            assertThat(known.epoch()).isEqualTo("aa@2026-11-25T09:00:01Z");
        });
    }

    @Test
    void T8_in_host_mode_the_source_fails_because_the_loopback_is_shared() {
        agent.ownTask(TASK.formatted("host", ""));

        assertThatThrownBy(this::look).hasMessageContaining("host network mode");
    }

    private Map<InetAddress, OwnershipFinding> look() {
        return OnLoop.call(vertx, source::poll);
    }
}
