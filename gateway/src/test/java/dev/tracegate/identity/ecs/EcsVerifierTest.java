package dev.tracegate.identity.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.identity.Claim;
import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.agent.FakeAgent;
import dev.tracegate.tenant.Trust;
import dev.tracegate.testkit.ManualClock;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EcsVerifierTest {
    private static final String DOCKER = "d".repeat(64);

    private final ManualClock time = new ManualClock();
    private final FakeEcsTasks ecs = new FakeEcsTasks();
    private final EcsVerifier verifier = ecs.verifier(time);

    @Test
    void T5_a_claim_is_confirmed_when_ecs_reports_the_task_on_this_instance_with_that_address() {
        ecs.awsvpc("a", "orders", "orders-svc", "10.0.0.1");

        assertThat(verifier.check(claim("a", "10.0.0.1", null))).isInstanceOf(OwnershipFinding.Waiting.class);
        advance(Duration.ofMillis(300));

        assertThat(verifier.check(claim("a", "10.0.0.1", null)))
                .isInstanceOfSatisfying(OwnershipFinding.Known.class, known -> {
                    assertThat(known.trust()).isEqualTo(Trust.A);
                    assertThat(known.workload().service()).isEqualTo("orders-svc");
                });
    }

    @Test
    void T5_a_claim_with_a_wrong_address_instance_or_task_is_refused() {
        ecs.awsvpc("a", "orders", "svc", "10.0.0.1");
        ecs.awsvpcOn("arn:other", "b", "orders", "svc", "10.0.0.2");
        assertRefused("a", "10.0.0.9", "other addresses");
        assertRefused("b", "10.0.0.2", "runs on arn:other");
        assertRefused("c", "10.0.0.3", "does not know");
        ecs.stop("a");
        assertRefused("a", "10.0.0.9", "has stopped");
    }

    @Test
    void a_container_is_confirmed_when_ecs_lists_its_docker_id() {
        ecs.bridge("a", "orders", "svc", "e".repeat(64));
        verifier.check(claim("a", "172.17.0.2", DOCKER));
        advance(Duration.ofMillis(300));
        assertThat(verifier.check(claim("a", "172.17.0.2", DOCKER))).isInstanceOf(OwnershipFinding.Waiting.class);

        ecs.bridge("a", "orders", "svc", DOCKER);
        advance(Duration.ofSeconds(3));
        verifier.check(claim("a", "172.17.0.2", DOCKER));
        advance(Duration.ofSeconds(1));

        assertThat(verifier.check(claim("a", "172.17.0.2", DOCKER))).isInstanceOf(OwnershipFinding.Known.class);
    }

    @Test
    void ecs_is_called_at_most_once_a_second_for_a_hundred_unconfirmed_tasks() {
        for (int i = 0; i < 250; i++) {
            ecs.awsvpc("t" + i, "orders", "svc", "10.0.1." + i);
        }
        for (int round = 0; round < 100; round++) {
            for (int i = 0; i < 250; i++) {
                verifier.check(claim("t" + i, "10.0.1." + i, null));
            }
            advance(Duration.ofMillis(100));
        }

        assertThat(ecs.calls).hasSize(3).allSatisfy(call -> assertThat(call).hasSizeLessThanOrEqualTo(100));
    }

    @Test
    void while_ecs_throttles_confirmed_tasks_stay_new_ones_wait_and_calls_back_off() {
        ecs.awsvpc("a", "orders", "svc", "10.0.0.1");
        verifier.check(claim("a", "10.0.0.1", null));
        advance(Duration.ofMillis(300));
        ecs.fail("ThrottlingException: Rate exceeded");
        int before = ecs.calls.size();

        for (int i = 0; i < 600; i++) {
            assertThat(verifier.check(claim("a", "10.0.0.1", null))).isInstanceOf(OwnershipFinding.Known.class);
            assertThat(verifier.check(claim("b", "10.0.0.2", null))).isInstanceOf(OwnershipFinding.Waiting.class);
            advance(Duration.ofMillis(100));
        }

        assertThat(ecs.calls.size() - before).as("calls in a minute").isBetween(3, 8);
    }

    @Test
    void tasks_with_waiting_datagrams_are_described_first() {
        var waiting = InetAddress.ofLiteral("10.0.2.1");
        var ordered = new EcsVerifier(ecs, ConfirmedTasks.none(), waiting::equals, time, new Random(1));
        for (int i = 0; i < 250; i++) {
            ordered.check(claim("t" + i, "10.0.1." + i, null));
        }
        ordered.check(claim("last", "10.0.2.1", null));
        time.advance(Duration.ofSeconds(1));
        ordered.poll(FakeAgent.CLUSTER);

        assertThat(ecs.calls.getFirst()).hasSize(100).startsWith(FakeAgent.arn("last"), FakeAgent.arn("t0"));
    }

    @Test
    void while_datagrams_wait_the_delay_between_failed_calls_to_ecs_is_bounded() {
        var waiting = new EcsVerifier(ecs, ConfirmedTasks.none(), address -> true, time, new Random(1));
        ecs.fail("timed out");
        for (int i = 0; i < 3_000; i++) {
            waiting.check(claim("a", "10.0.0.1", null));
            time.advance(Duration.ofMillis(100));
            waiting.poll(FakeAgent.CLUSTER);
        }

        assertThat(ecs.calls).as("calls in five minutes, one every 6 to 12 s").hasSizeBetween(25, 52);
    }

    @Test
    void tasks_confirmed_before_a_restart_stay_known_until_ecs_answers() {
        var known = previousRun();
        ecs.fail("timed out");
        var next = new EcsVerifier(ecs, known, address -> true, time, new Random(1));
        assertThat(next.check(claim("a", "10.0.0.1", null))).as("ECS may still answer")
                .isInstanceOf(OwnershipFinding.Waiting.class);
        poll(next);

        assertThat(next.check(claim("a", "10.0.0.1", null))).isInstanceOfSatisfying(OwnershipFinding.Known.class,
                now -> {
                    assertThat(now.workload().service()).isEqualTo("orders-svc");
                    assertThat(now.trust()).as("only the agent confirms the address").isEqualTo(Trust.B);
                });
        assertThat(next.check(claim("b", "172.17.0.2", DOCKER))).as("a container never changes its task")
                .isInstanceOfSatisfying(OwnershipFinding.Known.class,
                        now -> assertThat(now.trust()).isEqualTo(Trust.A));

        ecs.fail("");
        ecs.stop("a");
        time.advance(Duration.ofSeconds(20));
        poll(next);
        assertThat(next.check(claim("a", "10.0.0.1", null))).isInstanceOf(OwnershipFinding.Unknown.class);
        assertThat(known.find(FakeAgent.arn("a"))).isEmpty();
    }

    @Test
    void T5_a_stored_confirmation_does_not_apply_to_another_task_container_or_instance() {
        var known = previousRun();
        ecs.fail("timed out");
        var next = new EcsVerifier(ecs, known, address -> true, time, new Random(1));
        next.check(claim("a", "10.0.0.1", null));
        poll(next);

        assertThat(next.check(claim("c", "10.0.0.1", null))).isInstanceOf(OwnershipFinding.Waiting.class);
        assertThat(next.check(claim("b", "172.17.0.2", "e".repeat(64)))).isInstanceOf(OwnershipFinding.Waiting.class);
        assertThat(next.check(claim("a", "10.0.0.1", null).on("arn:other")))
                .isInstanceOf(OwnershipFinding.Waiting.class);
        assertThat(next.check(claim("a", "10.0.0.1", null).on(null))).isInstanceOf(OwnershipFinding.Waiting.class);
    }

    @Test
    void a_stored_confirmation_applies_only_after_ecs_did_not_answer_in_time() {
        var known = previousRun();
        var next = new EcsVerifier((cluster, tasks) -> Promise.<List<EcsTasks.Task>>promise().future(), known,
                address -> true, time, new Random(1));
        next.check(claim("a", "10.0.0.1", null));
        poll(next);
        time.advance(Duration.ofMillis(999));
        assertThat(next.check(claim("a", "10.0.0.1", null))).isInstanceOf(OwnershipFinding.Waiting.class);
        time.advance(Duration.ofMillis(1));
        assertThat(next.check(claim("a", "10.0.0.1", null))).isInstanceOf(OwnershipFinding.Known.class);
    }

    private ConfirmedTasks previousRun() {
        var known = new ConfirmedTasks(Duration.ofHours(1), List.of(), () -> Instant.EPOCH);
        var before = new EcsVerifier(ecs, known, address -> true, time, new Random(1));
        ecs.awsvpc("a", "orders", "orders-svc", "10.0.0.1");
        ecs.bridge("b", "carts", "carts-svc", DOCKER);
        before.check(claim("a", "10.0.0.1", null));
        before.check(claim("b", "172.17.0.2", DOCKER));
        poll(before);
        return known;
    }

    private void poll(EcsVerifier verifier) {
        time.advance(Duration.ofSeconds(2));
        verifier.poll(FakeAgent.CLUSTER);
    }

    @Test
    void a_task_without_claims_is_evicted() {
        ecs.awsvpc("a", "orders", "svc", "10.0.0.1");
        verifier.check(claim("a", "10.0.0.1", null));
        advance(Duration.ofMillis(300));
        advance(Duration.ofSeconds(61));

        assertThat(verifier.check(claim("a", "10.0.0.1", null))).isInstanceOf(OwnershipFinding.Waiting.class);
    }

    @Test
    void a_task_claimed_again_during_a_call_to_ecs_is_not_requested_again() {
        ecs.awsvpc("a", "orders", "svc", "10.0.0.1");
        var go = Promise.<Void>promise();
        var slow = new EcsVerifier((cluster, tasks) -> go.future().compose(on -> ecs.describe(cluster, tasks)),
                ConfirmedTasks.none(), address -> false, time, new Random(1));
        time.advance(Duration.ofSeconds(1));
        slow.check(claim("a", "10.0.0.1", null));
        slow.poll(FakeAgent.CLUSTER);

        slow.check(claim("a", "10.0.0.1", null));
        go.complete();
        time.advance(Duration.ofSeconds(10));
        slow.poll(FakeAgent.CLUSTER);

        assertThat(slow.check(claim("a", "10.0.0.1", null))).isInstanceOf(OwnershipFinding.Known.class);
        assertThat(ecs.calls).hasSize(1);
    }

    private void assertRefused(String id, String address, String why) {
        verifier.check(claim(id, address, null));
        advance(Duration.ofSeconds(3));
        verifier.check(claim(id, address, null));
        advance(Duration.ofSeconds(1));
        assertThat(verifier.check(claim(id, address, null))).isInstanceOfSatisfying(OwnershipFinding.Unknown.class,
                unknown -> assertThat(unknown.why()).contains(why));
    }

    private void advance(Duration duration) {
        time.advance(duration);
        verifier.poll(FakeAgent.CLUSTER);
    }

    private static Claim claim(String id, String address, @Nullable String dockerId) {
        return new Claim(InetAddress.ofLiteral(address), FakeAgent.arn(id), "family-the-host-says", FakeAgent.CLUSTER,
                FakeAgent.INSTANCE, dockerId, Trust.A, "epoch", null);
    }
}
