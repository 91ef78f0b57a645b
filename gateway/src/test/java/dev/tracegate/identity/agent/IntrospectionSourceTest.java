package dev.tracegate.identity.agent;

import static dev.tracegate.identity.IdentityGiven.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.identity.IdentitySource;
import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.Verification;
import dev.tracegate.identity.ecs.FakeEcsTasks;
import dev.tracegate.tenant.Trust;
import dev.tracegate.testkit.ManualClock;
import dev.tracegate.testkit.OnLoop;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntrospectionSourceTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final String OTHER = "fedcba9876543210fedcba9876543210";

    private final Vertx vertx = Vertx.vertx();
    private final FakeAgent agent = FakeAgent.start(vertx);
    private final ManualClock time = new ManualClock();
    private final FakeEcsTasks ecs = new FakeEcsTasks();
    private final IntrospectionSource unchecked = source(Verification.none());

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"RUNNING,RUNNING,true", "PENDING,RUNNING,true", "PENDING,'',true",
            "RUNNING,'',true", "RUNNING,STOPPED,true", "PENDING,STOPPED,false", "STOPPED,STOPPED,false",
            "STOPPED,RUNNING,false", "STOPPED,'',false", "'',RUNNING,false"})
    void T3_an_address_belongs_to_a_task_only_while_its_processes_may_run(String known, String desired,
            boolean counts) {
        agent.awsvpc(ID, "orders", known, desired, "10.0.0.1");

        assertThat(look(unchecked).get(ip("10.0.0.1")))
                .isInstanceOf(counts ? OwnershipFinding.Known.class : OwnershipFinding.Unknown.class);
    }

    @Test
    void a_task_owns_its_ipv4_and_its_ipv6_addresses() {
        agent.awsvpc(ID, "orders", "RUNNING", "RUNNING", "10.0.0.1", "2001:db8::1");

        assertThat(look(unchecked)).containsOnlyKeys(ip("10.0.0.1"), ip("2001:db8::1"));
        assertThat(look(unchecked).get(ip("2001:db8::1"))).isInstanceOfSatisfying(OwnershipFinding.Known.class,
                known -> {
                    assertThat(known.workload().taskArn()).isEqualTo(FakeAgent.arn(ID));
                    assertThat(known.workload().cluster()).isEqualTo("prod");
                    assertThat(known.trust()).as("only the agent confirms it").isEqualTo(Trust.B);
                    assertThat(known.since()).isEqualTo(Instant.parse("2026-11-25T09:00:00.123456789Z"));
                });
    }

    @Test
    void T3_a_stopped_task_that_is_still_listed_does_not_contest_the_new_owner_of_its_address() {
        agent.awsvpc(OTHER, "carts", "STOPPED", "STOPPED", "10.0.0.1");
        agent.awsvpc(ID, "orders", "PENDING", "RUNNING", "10.0.0.1");

        assertThat(look(unchecked).get(ip("10.0.0.1"))).isInstanceOfSatisfying(OwnershipFinding.Known.class,
                known -> assertThat(known.workload().family()).isEqualTo("orders"));
    }

    @Test
    void T17_a_poll_times_out_on_a_response_that_never_ends() {
        var trickle = vertx.createHttpServer().requestHandler(request -> {
            request.response().setChunked(true);
            vertx.setPeriodic(100, timer -> request.response().write(" "));
        }).listen(0, "127.0.0.1").await();
        var source = new IntrospectionSource(
                new Introspection(FakeAgent.http(vertx),
                        URI.create("http://127.0.0.1:" + trickle.actualPort())),
                Verification.none(), time);

        assertThatThrownBy(() -> OnLoop.call(vertx, source::poll)).hasMessageContaining("within 2000 ms");
    }

    @Test
    void two_running_tasks_with_one_address_are_ambiguous() {
        agent.awsvpc(OTHER, "carts", "RUNNING", "RUNNING", "10.0.0.1");
        agent.awsvpc(ID, "orders", "RUNNING", "RUNNING", "10.0.0.1");

        assertThat(look(unchecked).get(ip("10.0.0.1"))).isInstanceOf(OwnershipFinding.Ambiguous.class);
    }

    @Test
    void tasks_in_bridge_or_host_mode_have_no_address_in_this_source() {
        agent.bridge(ID, "orders", "d".repeat(64));

        assertThat(look(unchecked)).isEmpty();
    }

    @Test
    void T5_with_ecs_the_attributes_of_a_task_are_those_of_ecs() {
        var source = source(ecs.verifier(time));
        ecs.awsvpc(ID, "orders", "orders-svc", "10.0.0.1");
        agent.awsvpc(ID, "pretended", "RUNNING", "RUNNING", "10.0.0.1");
        time.advance(Duration.ofSeconds(1));

        assertThat(look(source).get(ip("10.0.0.1"))).isInstanceOf(OwnershipFinding.Waiting.class);
        assertThat(look(source).get(ip("10.0.0.1"))).isInstanceOfSatisfying(OwnershipFinding.Known.class, known -> {
            assertThat(known.workload().family()).isEqualTo("orders");
            assertThat(known.trust()).isEqualTo(Trust.A);
        });
    }

    @Test
    void while_the_agent_is_unreachable_only_tasks_that_ecs_reports_as_running_are_known() {
        var source = source(ecs.verifier(time));
        ecs.awsvpc(ID, "orders", "svc", "10.0.0.1");
        agent.awsvpc(ID, "orders", "RUNNING", "RUNNING", "10.0.0.1");
        time.advance(Duration.ofSeconds(1));
        look(source);
        look(source);

        agent.goAway(true);
        for (int i = 0; i < 60; i++) {
            time.advance(Duration.ofSeconds(1));
            assertThat(look(source)).containsOnlyKeys(ip("10.0.0.1"));
            assertThat(source.incompleteReason()).contains("/v1/metadata");
        }
        ecs.stop(ID);
        time.advance(Duration.ofSeconds(30));
        look(source);
        assertThat(look(source)).as("ECS reports it as stopped").isEmpty();
    }

    @Test
    void a_confirmed_task_missing_from_the_list_stays_known_if_ecs_reports_it_as_running() {
        var source = confirmed();
        agent.remove(ID);

        assertThat(look(source).get(ip("10.0.0.1"))).as("ECS is being asked").isInstanceOf(OwnershipFinding.Kept.class);
        for (int i = 0; i < 200; i++) {
            time.advance(Duration.ofSeconds(2));
            assertThat(look(source).get(ip("10.0.0.1"))).isInstanceOf(OwnershipFinding.Known.class);
            assertThat(source.incompleteReason()).contains("lacks 1 addresses");
        }
        agent.awsvpc(ID, "orders", "RUNNING", "RUNNING", "10.0.0.1");
        assertThat(look(source).get(ip("10.0.0.1"))).isInstanceOf(OwnershipFinding.Known.class);
        assertThat(source.incompleteReason()).isNull();
    }

    @Test
    void T3_an_unlisted_task_that_ecs_reports_as_stopped_is_removed() {
        var source = confirmed();
        agent.remove(ID);
        ecs.stop(ID);
        look(source);

        assertThat(look(source)).isEmpty();
        assertThat(source.incompleteReason()).isNull();
    }

    @Test
    void without_evidence_from_agent_and_ecs_a_task_keeps_its_address_for_a_minute() {
        var source = confirmed();
        look(source);
        agent.remove(ID);
        ecs.fail("ThrottlingException");
        time.advance(Duration.ofSeconds(UnlistedOwners.KEPT_SECONDS - 1));
        assertThat(look(source).get(ip("10.0.0.1"))).isInstanceOf(OwnershipFinding.Kept.class);
        agent.goAway(true);
        assertThat(look(source).get(ip("10.0.0.1"))).isInstanceOf(OwnershipFinding.Kept.class);

        time.advance(Duration.ofSeconds(1));
        assertThat(look(source)).isEmpty();
    }

    @Test
    void T3_evidence_against_an_owner_removes_it_at_once_even_if_ecs_does_not_answer() {
        var stopped = confirmed();
        ecs.fail("ThrottlingException");
        agent.awsvpc(ID, "orders", "STOPPED", "STOPPED", "10.0.0.1");
        assertThat(look(stopped).get(ip("10.0.0.1"))).isInstanceOf(OwnershipFinding.Unknown.class);
        agent.goAway(true);
        assertThat(look(stopped)).as("still removed without the agent").isEmpty();

        agent.goAway(false);
        ecs.fail("");
        var claimed = confirmed();
        ecs.fail("ThrottlingException");
        agent.remove(ID);
        agent.awsvpc(OTHER, "carts", "PENDING", "RUNNING", "10.0.0.1");
        assertThat(look(claimed).get(ip("10.0.0.1"))).isInstanceOfSatisfying(OwnershipFinding.Waiting.class,
                waiting -> assertThat(waiting.tasks()).containsExactly(FakeAgent.arn(OTHER)));
        agent.remove(OTHER);
        assertThat(look(claimed)).isEmpty();
    }

    @Test
    void an_unconfirmed_claim_of_another_task_does_not_take_the_address_of_a_confirmed_one() {
        var source = confirmed();
        agent.awsvpc(OTHER, "carts", "RUNNING", "RUNNING", "10.0.0.1");

        assertThat(look(source).get(ip("10.0.0.1"))).isInstanceOf(OwnershipFinding.Contested.class);
        time.advance(Duration.ofSeconds(2));
        look(source);
        assertThat(look(source).get(ip("10.0.0.1"))).as("ECS does not know the rival")
                .isInstanceOf(OwnershipFinding.Known.class);

        ecs.awsvpc(OTHER, "carts", "carts-svc", "10.0.0.1");
        ecs.stop(ID);
        for (int i = 0; i < 4; i++) {
            time.advance(Duration.ofSeconds(3));
            look(source);
        }
        assertThat(look(source).get(ip("10.0.0.1"))).as("after ECS described both again")
                .isInstanceOfSatisfying(OwnershipFinding.Known.class,
                        known -> assertThat(known.workload().taskArn()).isEqualTo(FakeAgent.arn(OTHER)));
    }

    @Test
    void T3_two_confirmed_tasks_with_one_address_are_ambiguous_until_one_is_no_longer_listed() {
        var source = confirmed();
        ecs.awsvpc(OTHER, "carts", "carts-svc", "10.0.0.1");
        agent.awsvpc(OTHER, "carts", "RUNNING", "RUNNING", "10.0.0.1");
        for (int i = 0; i < 4; i++) {
            look(source);
            time.advance(Duration.ofSeconds(2));
        }
        assertThat(look(source).get(ip("10.0.0.1"))).isInstanceOf(OwnershipFinding.Ambiguous.class);

        agent.remove(OTHER);
        assertThat(look(source).get(ip("10.0.0.1"))).isInstanceOfSatisfying(OwnershipFinding.Known.class,
                known -> assertThat(known.workload().taskArn()).isEqualTo(FakeAgent.arn(ID)));
    }

    @Test
    void a_confirmed_task_stays_known_while_the_agent_has_not_registered_again() {
        var source = confirmed();
        agent.register(false);

        assertThat(look(source).get(ip("10.0.0.1"))).isInstanceOf(OwnershipFinding.Known.class);
    }

    private IntrospectionSource confirmed() {
        var source = source(
                ecs.verifier(time));
        ecs.awsvpc(ID, "orders", "svc", "10.0.0.1");
        agent.awsvpc(ID, "orders", "RUNNING", "RUNNING", "10.0.0.1");
        time.advance(Duration.ofSeconds(1));
        look(source);
        assertThat(look(source).get(ip("10.0.0.1"))).isInstanceOf(OwnershipFinding.Known.class);
        time.advance(Duration.ofSeconds(2));
        return source;
    }

    @Test
    void a_response_that_is_not_from_an_agent_is_a_failure_with_its_url() {
        var source = new IntrospectionSource(
                new Introspection(FakeAgent.http(vertx),
                        java.net.URI.create(agent.url() + "/nothing/here/")),
                Verification.none(), time);

        assertThatThrownBy(() -> look(source)).hasMessage(agent.url() + "/nothing/here/v1/metadata: it answered 404");
    }

    private IntrospectionSource source(Verification verification) {
        return new IntrospectionSource(agent.introspection(vertx),
                verification, time);
    }

    private Map<InetAddress, OwnershipFinding> look(IdentitySource source) {
        return OnLoop.call(vertx, source::poll);
    }
}
