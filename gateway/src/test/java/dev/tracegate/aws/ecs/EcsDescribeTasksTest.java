package dev.tracegate.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.aws.AwsGiven;
import dev.tracegate.aws.credentials.CallRateLimiter;
import dev.tracegate.aws.http.SdkCalls;
import dev.tracegate.aws.tenants.TenantAwsClients;
import dev.tracegate.identity.ecs.EcsTasks.Task;
import dev.tracegate.tenant.Workload;
import dev.tracegate.testkit.FakeEcs;
import dev.tracegate.testkit.OnLoop;
import dev.tracegate.testkit.SigV4;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(VertxExtension.class)
class EcsDescribeTasksTest {
    private static final String ECS = "arn:aws:ecs:eu-west-1:111122223333:";
    private static final String ROLE = "arn:aws:iam::111122223333:role/apps/web";

    private final AwsGiven.Fixed own = AwsGiven.Fixed.keys();
    private Vertx vertx;
    private FakeEcs fake;

    @BeforeEach
    void start(Vertx vertx) {
        this.vertx = vertx;
        fake = FakeEcs.start(vertx);
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void reads_the_addresses_containers_service_and_tags_of_a_task() {
        fake.task(task("1").put("group", "service:web")
                .put("containerInstanceArn", ECS + "container-instance/prod/i")
                .put("tags", new JsonArray().add(new JsonObject().put("key", "team").put("value", "shop")))
                .put("attachments", new JsonArray().add(new JsonObject().put("type", "ElasticNetworkInterface")
                        .put("details", new JsonArray().add(detail("subnetId", "subnet-1"))
                                .add(detail("privateIPv4Address", "10.0.1.7")))))
                .put("containers", new JsonArray().add(new JsonObject().put("runtimeId", "abc")
                        .put("networkInterfaces", new JsonArray().add(new JsonObject()
                                .put("privateIpv4Address", "10.0.1.7")
                                .put("ipv6Address", "fd00::7"))))
                        .add(new JsonObject().put("name", "pending"))));

        var tasks = describe(ecs(false), "1", "missing");

        assertThat(tasks).containsExactly(new Task(
                new Workload(ECS + "task/prod/1", "prod", "web", "web", Map.of("team", "shop"), null),
                ECS + "container-instance/prod/i",
                Set.of(InetAddress.ofLiteral("10.0.1.7"), InetAddress.ofLiteral("fd00::7")), Set.of("abc"), true));
        var call = fake.calls().getFirst();
        assertThat(call.body().getString("cluster")).isEqualTo("prod");
        assertThat(call.body().getJsonArray("include")).containsExactly("TAGS");
        assertThat(SigV4.Claim.of(call.headers())).returns(AwsGiven.KEYS.accessKeyId(), SigV4.Claim::keyId)
                .returns("ecs", SigV4.Claim::service)
                .returns("us-west-2", SigV4.Claim::region);
    }

    @ParameterizedTest
    @CsvSource({"RUNNING,RUNNING,true", "RUNNING,PENDING,true", "RUNNING,ACTIVATING,true", "STOPPED,RUNNING,false",
            "RUNNING,DEPROVISIONING,false", "STOPPED,STOPPED,false", "RUNNING,STOPPED,false"})
    void T3_a_stopping_task_does_not_count_as_running(String desired, String last, boolean running) {
        fake.task(task("1").put("desiredStatus", desired).put("lastStatus", last));

        assertThat(describe(ecs(false), "1")).singleElement().returns(running, Task::running);
    }

    @Test
    void T5_a_response_that_omits_a_requested_task_is_a_failure() {
        fake.task(task("1")).task(task("2"));
        fake.passOver(ECS + "task/prod/2");

        assertThatThrownBy(() -> describe(ecs(false), "1", "2")).hasMessageContaining("lacks 1 of 2 tasks");
        assertThat(describe(ecs(false), "1", "missing")).hasSize(1);
    }

    @Test
    void a_bridge_task_without_a_service_has_no_addresses_and_no_service() {
        fake.task(task("1").put("group", "family:web"));

        assertThat(describe(ecs(false), "1")).singleElement()
                .satisfies(task -> assertThat(task.addresses()).isEmpty())
                .satisfies(task -> assertThat(task.workload().service()).isNull());
    }

    @Test
    void the_role_is_that_of_the_override_or_of_the_definition_and_each_revision_is_fetched_once() {
        fake.task(task("1"))
                .task(task("2"))
                .task(task("3").put("overrides", new JsonObject().put("taskRoleArn", ROLE + "-other")))
                .task(task("4").put("taskDefinitionArn", ECS + "task-definition/plain:1"))
                .definition(ECS + "task-definition/web:7", new JsonObject().put("taskRoleArn", ROLE))
                .definition(ECS + "task-definition/plain:1", new JsonObject());
        var ecs = ecs(true);

        describe(ecs, "1", "2", "3", "4");
        var tasks = describe(ecs, "1", "2", "3", "4");

        assertThat(tasks).extracting(task -> task.workload().roleArn())
                .containsExactly(ROLE, ROLE, ROLE + "-other", null);
        assertThat(fake.calls()).extracting(FakeEcs.Call::operation)
                .containsExactly("DescribeTasks", "DescribeTaskDefinition", "DescribeTaskDefinition", "DescribeTasks");
    }

    @Test
    void definitions_are_not_fetched_if_no_tenant_uses_task_roles() {
        fake.task(task("1"));

        describe(ecs(false), "1");

        assertThat(fake.calls()).extracting(FakeEcs.Call::operation).containsExactly("DescribeTasks");
    }

    @Test
    void a_throttle_has_a_message_for_the_operator() {
        var ecs = ecs(false);

        fake.refuse("ThrottlingException", "Rate exceeded");
        assertThatThrownBy(() -> describe(ecs, "1")).hasMessage(
                "ECS throttles ecs:DescribeTasks; everyone in the account and Region shares its quota");
        assertThat(fake.calls()).as("calls: the SDK makes no retries of its own").hasSize(1);
    }

    @Test
    void a_denial_and_an_expired_token_have_messages_for_the_operator() {
        var ecs = ecs(false);

        fake.refuse("AccessDeniedException", "User: x is not authorized to perform: ecs:DescribeTasks");
        assertThatThrownBy(() -> describe(ecs, "1"))
                .hasMessageContaining("ecs:DescribeTasks: ECS answered AccessDenied")
                .hasMessageEndingWith("; allow it in the policy of the gateway's role");
        fake.refuse("ExpiredTokenException", "The security token included in the request is expired");
        assertThatThrownBy(() -> describe(ecs, "1")).hasMessageContaining("expired");
        assertThat(own.invalidated).isEqualTo(AwsGiven.KEYS);
    }

    @Test
    void one_call_describes_at_most_a_hundred_tasks() {
        var ecs = ecs(false);
        var arns = IntStream.range(0, 101).mapToObj(i -> ECS + "task/prod/" + i).collect(Collectors.toList());

        assertThatThrownBy(() -> ecs.describe("prod", arns)).hasMessage("1 to 100 tasks in one call, was 101");
    }

    private EcsDescribeTasks ecs(boolean withRoles) {
        var env = AwsGiven.env("AWS_ENDPOINT_URL_ECS", fake.url());
        var limiter = new CallRateLimiter(Duration.ofNanos(1), 100, TenantAwsClients.timers(vertx), System::nanoTime,
                new Random(1));
        return new EcsDescribeTasks(vertx.createSharedWorkerExecutor("ecs", 2),
                new SdkCalls("us-west-2", env, AwsGiven.transport(vertx, env)), own, limiter, System::nanoTime,
                withRoles);
    }

    private List<Task> describe(EcsDescribeTasks ecs, String... ids) {
        return OnLoop.call(vertx,
                () -> ecs.describe("prod", List.of(ids).stream().map(id -> ECS + "task/prod/" + id).toList()));
    }

    private static JsonObject task(String id) {
        return new JsonObject().put("taskArn", ECS + "task/prod/" + id)
                .put("clusterArn", ECS + "cluster/prod")
                .put("taskDefinitionArn", ECS + "task-definition/web:7")
                .put("desiredStatus", "RUNNING")
                .put("lastStatus", "RUNNING");
    }

    private static JsonObject detail(String name, String value) {
        return new JsonObject().put("name", name).put("value", value);
    }
}
