package dev.tracegate.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.tenant.Trust;
import dev.tracegate.testkit.ManualTime;
import dev.tracegate.testkit.OnLoop;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntrospectionSourceTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final String OTHER = "fedcba9876543210fedcba9876543210";

    private final Vertx vertx = Vertx.vertx();
    private final FakeAgent agent = FakeAgent.start(vertx);
    private final ManualTime time = new ManualTime();
    private final FakeEcs ecs = new FakeEcs();
    private final IntrospectionSource unchecked = source(Verification.none());

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"RUNNING,RUNNING,true", "PENDING,RUNNING,true", "PENDING,'',true",
            "RUNNING,'',true", "RUNNING,STOPPED,true", "PENDING,STOPPED,false", "STOPPED,STOPPED,false",
            "STOPPED,RUNNING,false", "STOPPED,'',false", "'',RUNNING,false"})
    void T3_an_address_is_a_tasks_only_while_a_process_of_it_may_live(String known, String desired, boolean counts) {
        agent.awsvpc(ID, "orders", known, desired, "10.0.0.1");

        assertThat(look(unchecked).get(ip("10.0.0.1")))
                .isInstanceOf(counts ? Answer.Known.class : Answer.Unknown.class);
    }

    @Test
    void a_task_has_its_ipv4_and_its_ipv6_addresses() {
        agent.awsvpc(ID, "orders", "RUNNING", "RUNNING", "10.0.0.1", "2001:db8::1");

        assertThat(look(unchecked)).containsOnlyKeys(ip("10.0.0.1"), ip("2001:db8::1"));
        assertThat(look(unchecked).get(ip("2001:db8::1"))).isInstanceOfSatisfying(Answer.Known.class, known -> {
            assertThat(known.workload().taskArn()).isEqualTo(FakeAgent.arn(ID));
            assertThat(known.workload().cluster()).isEqualTo("prod");
            assertThat(known.trust()).as("the agent's word alone").isEqualTo(Trust.B);
            assertThat(known.since()).isEqualTo(Instant.parse("2026-11-25T09:00:00.123456789Z"));
        });
    }

    @Test
    void T3_a_stopped_task_that_is_still_listed_does_not_stand_in_the_way_of_who_has_its_address_now() {
        agent.awsvpc(OTHER, "carts", "STOPPED", "STOPPED", "10.0.0.1");
        agent.awsvpc(ID, "orders", "PENDING", "RUNNING", "10.0.0.1");

        assertThat(look(unchecked).get(ip("10.0.0.1"))).isInstanceOfSatisfying(Answer.Known.class,
                known -> assertThat(known.workload().family()).isEqualTo("orders"));
    }

    @Test
    void T17_an_answer_that_never_ends_does_not_keep_the_look() {
        var trickle = vertx.createHttpServer().requestHandler(request -> {
            request.response().setChunked(true);
            vertx.setPeriodic(100, timer -> request.response().write(" "));
        }).listen(0, "127.0.0.1").await();
        var source = new IntrospectionSource(
                new Introspection(new JsonHttp(vertx), URI.create("http://127.0.0.1:" + trickle.actualPort())),
                Verification.none());

        assertThatThrownBy(() -> OnLoop.call(vertx, source::look)).hasMessageContaining("within 2000 ms");
    }

    @Test
    void two_living_tasks_with_one_address_are_ambiguous() {
        agent.awsvpc(OTHER, "carts", "RUNNING", "RUNNING", "10.0.0.1");
        agent.awsvpc(ID, "orders", "RUNNING", "RUNNING", "10.0.0.1");

        assertThat(look(unchecked).get(ip("10.0.0.1"))).isInstanceOf(Answer.Ambiguous.class);
    }

    @Test
    void tasks_on_the_bridge_or_in_host_mode_have_no_address_here() {
        agent.bridge(ID, "orders", "d".repeat(64));

        assertThat(look(unchecked)).isEmpty();
    }

    @Test
    void T5_with_ecs_the_task_is_what_ecs_says_it_is() {
        var source = source(new EcsCheck(ecs, time, new Random(1)));
        ecs.awsvpc(ID, "orders", "orders-svc", "10.0.0.1");
        agent.awsvpc(ID, "pretended", "RUNNING", "RUNNING", "10.0.0.1");
        time.advance(Duration.ofSeconds(1));

        assertThat(look(source).get(ip("10.0.0.1"))).isInstanceOf(Answer.Waiting.class);
        assertThat(look(source).get(ip("10.0.0.1"))).isInstanceOfSatisfying(Answer.Known.class, known -> {
            assertThat(known.workload().family()).isEqualTo("orders");
            assertThat(known.trust()).isEqualTo(Trust.A);
        });
    }

    @Test
    void while_the_agent_is_away_those_go_on_that_ecs_says_run_and_no_others() {
        var source = source(new EcsCheck(ecs, time, new Random(1)));
        ecs.awsvpc(ID, "orders", "svc", "10.0.0.1");
        agent.awsvpc(ID, "orders", "RUNNING", "RUNNING", "10.0.0.1");
        time.advance(Duration.ofSeconds(1));
        look(source);
        look(source);

        agent.goAway(true);
        for (int i = 0; i < 60; i++) {
            time.advance(Duration.ofSeconds(1));
            assertThat(look(source)).containsOnlyKeys(ip("10.0.0.1"));
            assertThat(source.blindness()).contains("/v1/metadata");
        }
        ecs.stop(ID);
        time.advance(Duration.ofSeconds(30));
        assertThatThrownBy(() -> {
            look(source);
            look(source);
        }).hasMessageContaining("/v1/metadata");
    }

    @Test
    void an_agent_that_does_not_answer_as_one_is_a_failure_with_its_address() {
        var source = new IntrospectionSource(
                new Introspection(new JsonHttp(vertx), java.net.URI.create(agent.url() + "/nothing/here/")),
                Verification.none());

        assertThatThrownBy(() -> look(source)).hasMessage(agent.url() + "/nothing/here/v1/metadata answered 404");
    }

    private IntrospectionSource source(Verification verification) {
        return new IntrospectionSource(new Introspection(new JsonHttp(vertx), agent.url()), verification);
    }

    private Map<InetAddress, Answer> look(IdentitySource source) {
        return OnLoop.call(vertx, source::look);
    }

    private static InetAddress ip(String literal) {
        return InetAddress.ofLiteral(literal);
    }
}
