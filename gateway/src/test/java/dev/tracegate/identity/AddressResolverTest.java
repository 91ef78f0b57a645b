package dev.tracegate.identity;

import static dev.tracegate.identity.IdentityGiven.end;
import static dev.tracegate.identity.IdentityGiven.ip;
import static dev.tracegate.identity.IdentityGiven.owned;
import static dev.tracegate.identity.IdentityGiven.refused;
import static dev.tracegate.identity.IdentityGiven.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.Trust;
import dev.tracegate.testkit.ManualClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The decisions of the resolver for the findings of one source, with a manual clock. */
class AddressResolverTest {
    private static final Duration HOLD = Duration.ofSeconds(2);

    private final ManualClock time = new ManualClock();
    private final Map<InetAddress, OwnershipFinding> findings = new HashMap<>();
    private final List<String> failures = new ArrayList<>();
    private final List<Promise<Map<InetAddress, OwnershipFinding>>> polls = new ArrayList<>();
    private @Nullable String incompleteReason;
    private boolean slow;
    private int pollCount;
    private final CompositeIdentitySource sources = new CompositeIdentitySource(List.of(new IdentitySource() {
        @Override
        public String name() {
            return "fake";
        }

        @Override
        public Future<Map<InetAddress, OwnershipFinding>> poll() {
            pollCount++;
            if (!failures.isEmpty()) {
                return Future.failedFuture(failures.getFirst());
            }
            var poll = Promise.<Map<InetAddress, OwnershipFinding>>promise();
            polls.add(poll);
            if (!slow) {
                poll.complete(Map.copyOf(findings));
            }
            return poll.future();
        }

        @Override
        public @Nullable String incompleteReason() {
            return incompleteReason;
        }
    }), time);
    private final AddressResolver<String> resolver = new AddressResolver<>(sources,
            task -> Optional.of(task.family()).filter(family -> !family.equals("nobody")), PollPacing.host(HOLD), time,
            time);

    @Test
    void T4_the_first_datagram_of_a_task_waits_for_a_poll() {
        settle();
        var end = ask("10.0.0.1", 1);
        assertThat(end).isEmpty();

        findings.put(ip("10.0.0.1"), known("orders", "a"));
        settle();

        assertThat(end).containsExactly(owned("orders"));
        assertThat(ask("10.0.0.1", 1)).as("known from now on").containsExactly(owned("orders"));
    }

    @Test
    void T4_a_sender_without_an_owner_is_refused_and_polled_again_within_a_second() {
        var end = ask("10.0.0.1", 1);
        settle();
        assertThat(end).containsExactly(refused(RejectReason.UNKNOWN_SOURCE));
        assertThat(ask("10.0.0.1", 2)).containsExactly(refused(RejectReason.UNKNOWN_SOURCE));

        findings.put(ip("10.0.0.1"), known("orders", "a"));
        time.advance(Duration.ofSeconds(1));

        var again = ask("10.0.0.1", 2);
        settle();
        assertThat(again).containsExactly(owned("orders"));
    }

    @Test
    void T3_a_reused_address_starts_a_new_epoch_and_its_sockets_wait_for_a_poll() {
        findings.put(ip("10.0.0.1"), known("orders", "a"));
        ask("10.0.0.1", 1);
        settle();

        findings.put(ip("10.0.0.1"), known("carts", "b"));
        var end = ask("10.0.0.1", 2);
        assertThat(end).as("no poll has found the new owner yet").isEmpty();
        settle();

        assertThat(end).containsExactly(owned("carts"));
        var old = ask("10.0.0.1", 1);
        settle();
        assertThat(old).as("the old socket is confirmed for the new owner").containsExactly(owned("carts"));
    }

    @Test
    void T3_a_datagram_older_than_its_owner_is_refused() {
        time.advance(Duration.ofSeconds(5));
        settle();
        var end = ask("10.0.0.1", 1);
        time.advance(Duration.ofMillis(10));
        findings.put(ip("10.0.0.1"), new OwnershipFinding.Known(task("carts"), Trust.A, "b", now()));
        settle();

        assertThat(end).containsExactly(refused(RejectReason.UNKNOWN_SOURCE));
    }

    @Test
    void T3_a_stopped_task_is_removed_by_the_next_poll() {
        findings.put(ip("10.0.0.1"), known("orders", "a"));
        ask("10.0.0.1", 1);
        settle();
        assertThat(resolver.senders()).hasSize(1);

        findings.clear();
        settle();

        assertThat(resolver.senders()).isEmpty();
        var end = ask("10.0.0.1", 1);
        settle();
        assertThat(end).containsExactly(refused(RejectReason.UNKNOWN_SOURCE));
    }

    @Test
    void an_address_with_two_owners_is_refused_for_both() {
        findings.put(ip("10.0.0.1"), known("orders", "a").and(known("carts", "b")));
        var end = ask("10.0.0.1", 1);
        settle();

        assertThat(end).containsExactly(refused(RejectReason.AMBIGUOUS_SOURCE));
        assertThat(resolver.explain(ip("10.0.0.1")).toString()).contains("ambiguous_source", "task/orders",
                "task/carts");
    }

    @Test
    void a_task_without_a_tenant_is_refused_and_named_in_the_explanation() {
        findings.put(ip("10.0.0.1"), known("nobody", "a"));
        var end = ask("10.0.0.1", 1);
        settle();

        assertThat(end).containsExactly(refused(RejectReason.NO_TENANT));
        assertThat(resolver.explain(ip("10.0.0.1")).getFirst()).contains("no_tenant", "task/nobody");
    }

    @Test
    void a_datagram_without_a_confirmed_owner_is_refused_after_the_hold_time() {
        findings.put(ip("10.0.0.1"), new OwnershipFinding.Waiting("task", "ECS is throttled"));
        var end = ask("10.0.0.1", 1);
        for (int i = 0; i < 39; i++) {
            settleBy(Duration.ofMillis(50));
        }
        assertThat(end).isEmpty();
        settleBy(Duration.ofMillis(50));

        assertThat(end).containsExactly(refused(RejectReason.IDENTITY_TIMEOUT));
        assertThat(pollCount).as("polls in two seconds").isBetween(4, 9);
    }

    @Test
    void T4_a_sender_that_awaits_the_answer_of_ecs_waits_at_most_a_minute() {
        findings.put(ip("10.0.0.1"), new OwnershipFinding.Waiting(Set.of("task"), "ECS is slow", true));
        var awaitingEcs = ask("10.0.0.1", 1);
        var unknown = ask("10.0.0.2", 1);
        settle();
        settleBy(Duration.ofSeconds(58));
        assertThat(awaitingEcs).isEmpty();
        assertThat(unknown).isNotEmpty();
        var late = ask("10.0.0.1", 2);

        settleBy(Duration.ofSeconds(1));
        assertThat(awaitingEcs).containsExactly(refused(RejectReason.IDENTITY_TIMEOUT));
        findings.put(ip("10.0.0.1"), known("orders", "a"));
        settle();
        assertThat(late).as("after the answer of ECS").containsExactly(owned("orders"));
    }

    @Test
    void T4_before_the_first_successful_poll_senders_wait_at_most_a_minute() {
        failures.add("the agent has not started yet");
        var early = ask("10.0.0.1", 1);
        settle();
        settleBy(Duration.ofSeconds(58));
        var later = ask("10.0.0.2", 1);
        assertThat(early).isEmpty();
        settleBy(Duration.ofSeconds(1));
        assertThat(early).containsExactly(refused(RejectReason.IDENTITY_TIMEOUT));

        failures.clear();
        findings.put(ip("10.0.0.2"), known("orders", "a"));
        settle();
        assertThat(later).containsExactly(owned("orders"));
    }

    @Test
    void T3_a_datagram_held_beyond_the_hold_time_needs_an_owner_that_is_known_to_be_older() {
        findings.put(ip("10.0.0.1"), new OwnershipFinding.Waiting(Set.of("task"), "ECS is slow", true));
        findings.put(ip("10.0.0.2"), new OwnershipFinding.Waiting(Set.of("task"), "ECS is slow", true));
        findings.put(ip("10.0.0.3"), new OwnershipFinding.Waiting(Set.of("task"), "ECS is slow", true));
        settleBy(Duration.ofSeconds(5));
        var before = now();
        time.advance(Duration.ofSeconds(1));
        var older = ask("10.0.0.1", 1);
        var unknown = ask("10.0.0.2", 1);
        var younger = ask("10.0.0.3", 1);
        settleBy(Duration.ofSeconds(5));

        findings.put(ip("10.0.0.1"), new OwnershipFinding.Known(task("orders"), Trust.A, "a", before));
        findings.put(ip("10.0.0.2"), new OwnershipFinding.Known(task("orders"), Trust.A, "a", null));
        findings.put(ip("10.0.0.3"), new OwnershipFinding.Known(task("orders"), Trust.A, "a", now()));
        settle();
        settle();

        assertThat(older).containsExactly(owned("orders"));
        assertThat(unknown).containsExactly(refused(RejectReason.IDENTITY_TIMEOUT));
        assertThat(younger).containsExactly(refused(RejectReason.UNKNOWN_SOURCE));
    }

    @Test
    void T3_known_sockets_of_a_contested_owner_continue_and_new_sockets_wait_for_confirmation() {
        var orders = (OwnershipFinding.Known) known("orders", "a");
        findings.put(ip("10.0.0.1"), orders);
        ask("10.0.0.1", 1);
        settle();

        findings.put(ip("10.0.0.1"), new OwnershipFinding.Contested(orders, Set.of("task/carts")));
        settle();
        var newSocket = ask("10.0.0.1", 2);
        settle();
        assertThat(ask("10.0.0.1", 1)).containsExactly(owned("orders"));
        assertThat(newSocket).isEmpty();

        findings.put(ip("10.0.0.1"), new OwnershipFinding.Known(task("carts"), Trust.A, "b", Instant.EPOCH));
        settle();
        assertThat(newSocket).containsExactly(owned("carts"));
        assertThat(ask("10.0.0.1", 1)).as("the old socket must be confirmed again").isEmpty();
    }

    @Test
    void T3_an_owner_without_current_evidence_keeps_its_sockets_and_gets_no_new_ones() {
        var orders = (OwnershipFinding.Known) known("orders", "a");
        findings.put(ip("10.0.0.1"), orders);
        ask("10.0.0.1", 1);
        settle();

        findings.put(ip("10.0.0.1"), new OwnershipFinding.Kept(orders, "not listed"));
        settle();
        var newSocket = ask("10.0.0.1", 2);
        settle();
        assertThat(ask("10.0.0.1", 1)).containsExactly(owned("orders"));
        assertThat(newSocket).isEmpty();

        findings.clear();
        settle();
        assertThat(newSocket).containsExactly(refused(RejectReason.UNKNOWN_SOURCE));
        assertThat(ask("10.0.0.1", 1)).doesNotContain(owned("orders"));
    }

    @Test
    void while_polls_fail_known_senders_stay_for_some_seconds_and_new_ones_are_refused() {
        findings.put(ip("10.0.0.1"), known("orders", "a"));
        ask("10.0.0.1", 1);
        settle();

        failures.add("connection refused");
        var another = ask("10.0.0.2", 1);
        var newSocket = ask("10.0.0.1", 2);
        settle();
        settle();
        assertThat(another).containsExactly(refused(RejectReason.IDENTITY_TIMEOUT));
        assertThat(newSocket).containsExactly(refused(RejectReason.IDENTITY_TIMEOUT));
        assertThat(ask("10.0.0.1", 1)).containsExactly(owned("orders"));

        for (int i = 0; i < 10; i++) {
            settle();
        }
        assertThat(resolver.senders()).isEmpty();
    }

    @Test
    void T3_while_polls_fail_new_sockets_are_never_attributed_to_the_known_owner() {
        findings.put(ip("10.0.0.1"), known("orders", "a"));
        ask("10.0.0.1", 1);
        settle();
        failures.add("connection refused");
        settleBy(Duration.ofSeconds(3));

        for (int port = 2; port < 1_000; port++) {
            assertThat(ask("10.0.0.1", port)).doesNotContain(owned("orders"));
        }
        assertThat(ask("10.0.0.1", 1)).as("the known socket").containsExactly(owned("orders"));
    }

    @Test
    void T3_before_the_next_poll_new_sockets_are_never_attributed_to_the_known_owner() {
        findings.put(ip("10.0.0.1"), known("orders", "a"));
        ask("10.0.0.1", 1);
        settle();

        int full = 0;
        for (int port = 2; port < 2_000; port++) {
            var end = ask("10.0.0.1", port);
            assertThat(end).doesNotContain(owned("orders"));
            full += end.contains(refused(RejectReason.HOLD_FULL)) ? 1 : 0;
        }
        assertThat(full).isPositive();
    }

    @Test
    void a_poll_that_started_before_the_datagram_arrived_does_not_refuse_it() {
        slow = true;
        settle();
        var end = ask("10.0.0.1", 1);
        polls.getLast().complete(Map.of());
        assertThat(end).isEmpty();

        findings.put(ip("10.0.0.1"), known("orders", "a"));
        slow = false;
        settle();

        assertThat(end).containsExactly(owned("orders"));
    }

    @Test
    void T17_unknown_senders_use_bounded_memory_and_few_polls_and_do_not_delay_known_ones() {
        findings.put(ip("10.0.0.1"), known("orders", "a"));
        ask("10.0.0.1", 1);
        settle();
        pollCount = 0;

        int full = 0;
        for (int i = 0; i < 100_000; i++) {
            var end = ask("172.%d.%d.%d".formatted(16 + i % 16, i / 16 % 250, i / 4_000), i % 60_000);
            full += end.contains(refused(RejectReason.HOLD_FULL)) ? 1 : 0;
            assertThat(ask("10.0.0.1", 1)).containsExactly(owned("orders"));
            if (i % 1_000 == 0) {
                time.advance(Duration.ofMillis(50));
                resolver.tick();
            }
        }

        assertThat(full).isPositive();
        assertThat(pollCount).as("polls in five seconds, at most four per second").isBetween(10, 21);
    }

    @Test
    void a_task_that_opens_a_socket_per_segment_does_not_fill_the_queue_of_others() {
        findings.put(ip("10.0.0.1"), known("orders", "a"));
        ask("10.0.0.1", 1);
        settle();

        for (int port = 2; port < 10_000; port++) {
            ask("10.0.0.1", port);
        }

        assertThat(ask("10.0.0.1", 10_000)).containsExactly(refused(RejectReason.HOLD_FULL));
        findings.put(ip("10.0.0.2"), known("carts", "b"));
        var other = ask("10.0.0.2", 1);
        settle();
        assertThat(other).containsExactly(owned("carts"));
    }

    @Test
    void an_incomplete_source_confirms_owners_but_not_that_an_address_has_none() {
        findings.put(ip("10.0.0.1"), known("orders", "a"));
        incompleteReason = "the agent is away";
        var seen = ask("10.0.0.1", 1);
        var unseen = ask("10.0.0.2", 1);
        settle();

        assertThat(seen).containsExactly(owned("orders"));
        assertThat(unseen).isEmpty();

        incompleteReason = null;
        settleBy(Duration.ofMillis(500));
        assertThat(unseen).containsExactly(refused(RejectReason.UNKNOWN_SOURCE));
    }

    @Test
    void the_loopback_is_attributed_without_a_poll_because_its_owner_never_changes() {
        findings.put(ip("127.0.0.1"), known("orders", "a"));
        settle();

        assertThat(ask("127.0.0.1", 1)).containsExactly(owned("orders"));
    }

    @Test
    void an_ipv4_mapped_ipv6_address_is_treated_as_ipv4() throws Exception {
        findings.put(ip("10.0.0.1"), known("orders", "a"));
        findings.put(ip("fd00::1"), known("carts", "b"));
        settle();
        var mapped = ask("10.0.0.1", 1);
        var ipv6 = ask(new InetSocketAddress(Inet6Address.getByAddress(null, ip("fd00::1").getAddress(), 0), 1));
        settle();

        assertThat(mapped).containsExactly(owned("orders"));
        assertThat(ipv6).containsExactly(owned("carts"));
    }

    private void settle() {
        settleBy(Duration.ofSeconds(1));
    }

    private void settleBy(Duration step) {
        time.advance(step);
        resolver.tick();
    }

    private List<Resolution<String>> ask(String address, int port) {
        return ask(new InetSocketAddress(ip(address), port));
    }

    private List<Resolution<String>> ask(InetSocketAddress sender) {
        return end(resolver.resolve(sender, time.getAsLong()));
    }

    private Instant now() {
        return time.instant();
    }

    private static OwnershipFinding known(String family, String epoch) {
        return IdentityGiven.known(family, Trust.A, epoch);
    }
}
