package dev.tracegate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.Trust;
import dev.tracegate.tenant.Workload;
import dev.tracegate.testkit.ManualTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
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

/** What the resolver makes of what one source says, on a clock that the test moves. */
class AddressResolverTest {
    private static final Duration HOLD = Duration.ofSeconds(2);

    private final ManualTime time = new ManualTime();
    private final Map<InetAddress, OwnershipFinding> truth = new HashMap<>();
    private final List<String> failures = new ArrayList<>();
    private final List<Promise<Map<InetAddress, OwnershipFinding>>> looks = new ArrayList<>();
    private @Nullable String blindness;
    private boolean slow;
    private int asked;
    private final CompositeIdentitySource sources = new CompositeIdentitySource(List.of(new IdentitySource() {
        @Override
        public String name() {
            return "fake";
        }

        @Override
        public Future<Map<InetAddress, OwnershipFinding>> look() {
            asked++;
            if (!failures.isEmpty()) {
                return Future.failedFuture(failures.getFirst());
            }
            var look = Promise.<Map<InetAddress, OwnershipFinding>>promise();
            looks.add(look);
            if (!slow) {
                look.complete(Map.copyOf(truth));
            }
            return look.future();
        }

        @Override
        public @Nullable String blindness() {
            return blindness;
        }
    }), time);
    private final AddressResolver<String> resolver = new AddressResolver<>(sources,
            task -> Optional.of(task.family()).filter(family -> !family.equals("nobody")), PollPacing.host(HOLD), time,
            () -> Instant.ofEpochMilli(time.getAsLong() / 1_000_000));

    @Test
    void T4_the_first_datagram_of_a_task_waits_for_a_look_and_gets_no_default() {
        settle();
        var end = ask("10.0.0.1", 1);
        assertThat(end).isEmpty();

        truth.put(ip("10.0.0.1"), known("orders", "a"));
        settle();

        assertThat(end).containsExactly(owned("orders"));
        assertThat(ask("10.0.0.1", 1)).as("one look-up from now on").containsExactly(owned("orders"));
    }

    @Test
    void T4_who_is_nobodys_after_a_look_is_refused_and_asked_about_again_within_a_second() {
        var end = ask("10.0.0.1", 1);
        settle();
        assertThat(end).containsExactly(refused(RejectReason.UNKNOWN_SOURCE));
        assertThat(ask("10.0.0.1", 2)).containsExactly(refused(RejectReason.UNKNOWN_SOURCE));

        truth.put(ip("10.0.0.1"), known("orders", "a"));
        time.advance(Duration.ofSeconds(1));

        var again = ask("10.0.0.1", 2);
        settle();
        assertThat(again).containsExactly(owned("orders"));
    }

    @Test
    void T3_an_address_used_again_is_a_new_epoch_and_its_new_owners_socket_waits_for_a_look() {
        truth.put(ip("10.0.0.1"), known("orders", "a"));
        ask("10.0.0.1", 1);
        settle();

        truth.put(ip("10.0.0.1"), known("carts", "b"));
        var end = ask("10.0.0.1", 2);
        assertThat(end).as("no look has seen the new owner yet").isEmpty();
        settle();

        assertThat(end).containsExactly(owned("carts"));
        var old = ask("10.0.0.1", 1);
        settle();
        assertThat(old).as("the old socket is proven again").containsExactly(owned("carts"));
    }

    @Test
    void T3_what_came_before_its_owner_was_made_is_of_somebody_else() {
        time.advance(Duration.ofSeconds(5));
        settle();
        var end = ask("10.0.0.1", 1);
        time.advance(Duration.ofMillis(10));
        truth.put(ip("10.0.0.1"), new OwnershipFinding.Known(task("carts"), Trust.A, "b", now()));
        settle();

        assertThat(end).containsExactly(refused(RejectReason.UNKNOWN_SOURCE));
    }

    @Test
    void T3_a_task_that_is_gone_leaves_with_the_next_look() {
        truth.put(ip("10.0.0.1"), known("orders", "a"));
        ask("10.0.0.1", 1);
        settle();
        assertThat(resolver.senders()).hasSize(1);

        truth.clear();
        settle();

        assertThat(resolver.senders()).isEmpty();
        var end = ask("10.0.0.1", 1);
        settle();
        assertThat(end).containsExactly(refused(RejectReason.UNKNOWN_SOURCE));
    }

    @Test
    void two_owners_of_one_address_are_both_refused() {
        truth.put(ip("10.0.0.1"), known("orders", "a").and(known("carts", "b")));
        var end = ask("10.0.0.1", 1);
        settle();

        assertThat(end).containsExactly(refused(RejectReason.AMBIGUOUS_SOURCE));
        assertThat(resolver.explain(ip("10.0.0.1")).toString()).contains("ambiguous_source", "task/orders",
                "task/carts");
    }

    @Test
    void a_task_that_is_no_tenants_is_refused_with_its_name_in_the_explanation() {
        truth.put(ip("10.0.0.1"), known("nobody", "a"));
        var end = ask("10.0.0.1", 1);
        settle();

        assertThat(end).containsExactly(refused(RejectReason.NO_TENANT));
        assertThat(resolver.explain(ip("10.0.0.1")).getFirst()).contains("no_tenant", "task/nobody");
    }

    @Test
    void what_is_not_proven_within_the_hold_time_is_refused() {
        truth.put(ip("10.0.0.1"), new OwnershipFinding.Waiting("task", "ECS is throttled"));
        var end = ask("10.0.0.1", 1);
        for (int i = 0; i < 39; i++) {
            settleBy(Duration.ofMillis(50));
        }
        assertThat(end).isEmpty();
        settleBy(Duration.ofMillis(50));

        assertThat(end).containsExactly(refused(RejectReason.IDENTITY_TIMEOUT));
        assertThat(asked).as("looks in two seconds").isBetween(4, 9);
    }

    @Test
    void T4_a_sender_whose_task_ecs_has_yet_to_answer_about_waits_a_minute_and_no_longer() {
        truth.put(ip("10.0.0.1"), new OwnershipFinding.Waiting(Set.of("task"), "ECS is slow", true));
        var patient = ask("10.0.0.1", 1);
        var stranger = ask("10.0.0.2", 1);
        settle();
        settleBy(Duration.ofSeconds(58));
        assertThat(patient).isEmpty();
        assertThat(stranger).isNotEmpty();
        var late = ask("10.0.0.1", 2);

        settleBy(Duration.ofSeconds(1));
        assertThat(patient).containsExactly(refused(RejectReason.IDENTITY_TIMEOUT));
        truth.put(ip("10.0.0.1"), known("orders", "a"));
        settle();
        assertThat(late).as("the answer came").containsExactly(owned("orders"));
    }

    @Test
    void T4_before_any_source_has_looked_senders_wait_a_minute_at_most() {
        failures.add("the agent has not started yet");
        var early = ask("10.0.0.1", 1);
        settle();
        settleBy(Duration.ofSeconds(58));
        var later = ask("10.0.0.2", 1);
        assertThat(early).isEmpty();
        settleBy(Duration.ofSeconds(1));
        assertThat(early).containsExactly(refused(RejectReason.IDENTITY_TIMEOUT));

        failures.clear();
        truth.put(ip("10.0.0.2"), known("orders", "a"));
        settle();
        assertThat(later).containsExactly(owned("orders"));
    }

    @Test
    void T3_what_waited_beyond_the_hold_time_is_an_owners_only_where_that_is_known_to_be_older() {
        truth.put(ip("10.0.0.1"), new OwnershipFinding.Waiting(Set.of("task"), "ECS is slow", true));
        truth.put(ip("10.0.0.2"), new OwnershipFinding.Waiting(Set.of("task"), "ECS is slow", true));
        truth.put(ip("10.0.0.3"), new OwnershipFinding.Waiting(Set.of("task"), "ECS is slow", true));
        settleBy(Duration.ofSeconds(5));
        var before = now();
        time.advance(Duration.ofSeconds(1));
        var older = ask("10.0.0.1", 1);
        var unknown = ask("10.0.0.2", 1);
        var younger = ask("10.0.0.3", 1);
        settleBy(Duration.ofSeconds(5));

        truth.put(ip("10.0.0.1"), new OwnershipFinding.Known(task("orders"), Trust.A, "a", before));
        truth.put(ip("10.0.0.2"), new OwnershipFinding.Known(task("orders"), Trust.A, "a", null));
        truth.put(ip("10.0.0.3"), new OwnershipFinding.Known(task("orders"), Trust.A, "a", now()));
        settle();
        settle();

        assertThat(older).containsExactly(owned("orders"));
        assertThat(unknown).containsExactly(refused(RejectReason.IDENTITY_TIMEOUT));
        assertThat(younger).containsExactly(refused(RejectReason.UNKNOWN_SOURCE));
    }

    @Test
    void T3_an_owner_that_another_task_contests_goes_on_and_new_sockets_wait_for_the_proof() {
        var orders = (OwnershipFinding.Known) known("orders", "a");
        truth.put(ip("10.0.0.1"), orders);
        ask("10.0.0.1", 1);
        settle();

        truth.put(ip("10.0.0.1"), new OwnershipFinding.Contested(orders, Set.of("task/carts")));
        settle();
        var newSocket = ask("10.0.0.1", 2);
        settle();
        assertThat(ask("10.0.0.1", 1)).containsExactly(owned("orders"));
        assertThat(newSocket).isEmpty();

        truth.put(ip("10.0.0.1"), new OwnershipFinding.Known(task("carts"), Trust.A, "b", Instant.EPOCH));
        settle();
        assertThat(newSocket).containsExactly(owned("carts"));
        assertThat(ask("10.0.0.1", 1)).as("the old socket needs its proof again").isEmpty();
    }

    @Test
    void T3_an_owner_that_nothing_speaks_for_or_against_keeps_its_sockets_and_gets_no_new_ones() {
        var orders = (OwnershipFinding.Known) known("orders", "a");
        truth.put(ip("10.0.0.1"), orders);
        ask("10.0.0.1", 1);
        settle();

        truth.put(ip("10.0.0.1"), new OwnershipFinding.Kept(orders, "not listed"));
        settle();
        var newSocket = ask("10.0.0.1", 2);
        settle();
        assertThat(ask("10.0.0.1", 1)).containsExactly(owned("orders"));
        assertThat(newSocket).isEmpty();

        truth.clear();
        settle();
        assertThat(newSocket).containsExactly(refused(RejectReason.UNKNOWN_SOURCE));
        assertThat(ask("10.0.0.1", 1)).doesNotContain(owned("orders"));
    }

    @Test
    void while_no_source_can_look_the_known_stay_for_a_while_and_no_others_come() {
        truth.put(ip("10.0.0.1"), known("orders", "a"));
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
    void T3_while_no_source_can_look_no_number_of_new_sockets_makes_a_new_owner_the_old_one() {
        truth.put(ip("10.0.0.1"), known("orders", "a"));
        ask("10.0.0.1", 1);
        settle();
        failures.add("connection refused");
        settleBy(Duration.ofSeconds(3));

        for (int port = 2; port < 1_000; port++) {
            assertThat(ask("10.0.0.1", port)).doesNotContain(owned("orders"));
        }
        assertThat(ask("10.0.0.1", 1)).as("who is known").containsExactly(owned("orders"));
    }

    @Test
    void T3_no_number_of_new_sockets_makes_a_new_owner_the_old_one_before_the_next_look() {
        truth.put(ip("10.0.0.1"), known("orders", "a"));
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
    void a_look_that_began_before_the_datagram_came_does_not_refuse_it() {
        slow = true;
        settle();
        var end = ask("10.0.0.1", 1);
        looks.getLast().complete(Map.of());
        assertThat(end).isEmpty();

        truth.put(ip("10.0.0.1"), known("orders", "a"));
        slow = false;
        settle();

        assertThat(end).containsExactly(owned("orders"));
    }

    @Test
    void T17_strangers_in_any_number_take_bounded_room_and_few_looks_and_the_known_are_known_at_once() {
        truth.put(ip("10.0.0.1"), known("orders", "a"));
        ask("10.0.0.1", 1);
        settle();
        asked = 0;

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
        assertThat(asked).as("in five seconds, never more than four a second").isBetween(10, 21);
    }

    @Test
    void a_task_that_opens_a_socket_for_each_segment_leaves_room_for_others() {
        truth.put(ip("10.0.0.1"), known("orders", "a"));
        ask("10.0.0.1", 1);
        settle();

        for (int port = 2; port < 10_000; port++) {
            ask("10.0.0.1", port);
        }

        assertThat(ask("10.0.0.1", 10_000)).containsExactly(refused(RejectReason.HOLD_FULL));
        truth.put(ip("10.0.0.2"), known("carts", "b"));
        var other = ask("10.0.0.2", 1);
        settle();
        assertThat(other).containsExactly(owned("carts"));
    }

    @Test
    void a_source_that_does_not_see_everybody_proves_who_it_sees_and_nobodys_absence() {
        truth.put(ip("10.0.0.1"), known("orders", "a"));
        blindness = "the agent is away";
        var seen = ask("10.0.0.1", 1);
        var unseen = ask("10.0.0.2", 1);
        settle();

        assertThat(seen).containsExactly(owned("orders"));
        assertThat(unseen).isEmpty();

        blindness = null;
        settleBy(Duration.ofMillis(500));
        assertThat(unseen).containsExactly(refused(RejectReason.UNKNOWN_SOURCE));
    }

    @Test
    void the_loopback_is_known_at_once_because_nobody_else_can_come_to_have_it() {
        truth.put(ip("127.0.0.1"), known("orders", "a"));
        settle();

        assertThat(ask("127.0.0.1", 1)).containsExactly(owned("orders"));
    }

    @Test
    void an_ipv4_address_in_ipv6_form_is_the_ipv4_address() throws Exception {
        truth.put(ip("10.0.0.1"), known("orders", "a"));
        truth.put(ip("fd00::1"), known("carts", "b"));
        settle();
        var mapped = ask("10.0.0.1", 1);
        var ipv6 = new ArrayList<Resolution<String>>();
        ask(new InetSocketAddress(java.net.Inet6Address.getByAddress(null, ip("fd00::1").getAddress(), 0), 1), ipv6);
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
        var end = new ArrayList<Resolution<String>>();
        ask(new InetSocketAddress(ip(address), port), end);
        return end;
    }

    private void ask(InetSocketAddress sender, List<Resolution<String>> end) {
        var resolution = resolver.resolve(sender, time.getAsLong());
        if (resolution instanceof Resolution.Pending<String> pending) {
            pending.then(end::add);
        } else {
            end.add(resolution);
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(time.getAsLong() / 1_000_000);
    }

    private static OwnershipFinding known(String family, String epoch) {
        return new OwnershipFinding.Known(task(family), Trust.A, epoch, null);
    }

    private static Workload task(String family) {
        return new Workload("task/" + family, "cluster", family, null, Map.of(), null);
    }

    private static Resolution<String> owned(String owner) {
        return new Resolution.Owned<>(owner);
    }

    private static Resolution<String> refused(RejectReason reason) {
        return new Resolution.Refused<>(reason);
    }

    private static InetAddress ip(String literal) {
        return InetAddress.ofLiteral(literal);
    }
}
