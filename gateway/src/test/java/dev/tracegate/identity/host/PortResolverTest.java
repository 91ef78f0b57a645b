package dev.tracegate.identity.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.PendingSenders;
import dev.tracegate.identity.PollPacing;
import dev.tracegate.identity.Resolution;
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

/** What is made of the owners of ports, on a clock that the test moves. */
class PortResolverTest {
    private static final Duration HOLD = Duration.ofSeconds(2);
    private static final InetAddress HOST = InetAddress.ofLiteral("10.0.0.10");

    private final ManualTime time = new ManualTime();
    private final Map<Integer, OwnershipFinding> truth = new HashMap<>();
    private final List<Set<Integer>> asked = new ArrayList<>();
    private final List<Promise<PortAnswers.Found>> looks = new ArrayList<>();
    private @Nullable String failure;
    private boolean slow;
    private static final InetAddress AT_START = InetAddress.ofLiteral("198.51.100.7");
    private final PortResolver<String> resolver = new PortResolver<>(this::answer, Set.of(AT_START),
            task -> Optional.of(task.family()).filter(family -> !family.equals("nobody")), PollPacing.host(HOLD), time,
            this::now);

    private Future<PortAnswers.Found> answer(Set<Integer> ports) {
        asked.add(Set.copyOf(ports));
        if (failure != null) {
            return Future.failedFuture(failure);
        }
        var look = Promise.<PortAnswers.Found>promise();
        looks.add(look);
        if (!slow) {
            look.complete(seen(ports));
        }
        return look.future();
    }

    /** As the sources do: what has no owner is said to have none. */
    private PortAnswers.Found seen(Set<Integer> ports) {
        var answers = new HashMap<Integer, OwnershipFinding>();
        ports.forEach(
                port -> answers.put(port, truth.getOrDefault(port, new OwnershipFinding.Unknown("no socket has it"))));
        return new PortAnswers.Found(Set.of(HOST), answers);
    }

    @Test
    void an_address_that_the_host_has_at_the_start_is_its_own_before_the_first_poll() {
        assertThat(resolver.has(AT_START)).isTrue();
        assertThat(resolver.has(InetAddress.ofLiteral("198.51.100.8"))).isFalse();
    }

    @Test
    void the_hosts_addresses_are_the_loopback_and_what_the_last_look_found() throws Exception {
        assertThat(resolver.has(ip("127.0.0.1"))).isTrue();
        assertThat(resolver.has(ip("::1"))).isTrue();
        assertThat(resolver.has(HOST)).isFalse();

        settle();

        assertThat(resolver.has(HOST)).isTrue();
        assertThat(resolver.has(java.net.Inet6Address.getByAddress(null, mapped(HOST), 0))).isTrue();
        assertThat(resolver.has(ip("10.0.0.11"))).isFalse();
    }

    @Test
    void T4_a_new_port_waits_for_a_look_and_gets_no_default() {
        settle();
        var end = ask(1);
        assertThat(end).isEmpty();

        truth.put(1, known("orders", "a"));
        settle();

        assertThat(end).containsExactly(owned("orders"));
        assertThat(ask(1)).as("one look-up from now on").containsExactly(owned("orders"));
    }

    @Test
    void all_that_wait_share_one_look() {
        settle();
        var ends = List.of(ask(1), ask(2), ask(3), ask(HOST, 3));
        truth.put(1, known("orders", "a"));
        truth.put(3, known("carts", "b"));
        settle();

        assertThat(asked.getLast()).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(ends.get(0)).containsExactly(owned("orders"));
        assertThat(ends.get(1)).containsExactly(refused(RejectReason.UNKNOWN_SOURCE));
        assertThat(ends.get(2)).containsExactly(owned("carts"));
        assertThat(ends.get(3)).as("a port is one, whichever of the host's addresses").containsExactly(owned("carts"));
    }

    @Test
    void T8_a_port_that_another_tasks_socket_has_with_the_next_look_is_a_new_epoch_of_its_own() {
        truth.put(1, known("orders", "a"));
        ask(1);
        settle();

        truth.put(1, known("carts", "b"));
        ask(1);
        settle();

        assertThat(ask(1)).containsExactly(owned("carts"));
        assertThat(resolver.senders()).singleElement()
                .satisfies(sender -> assertThat(((OwnershipFinding.Known) sender.answer()).epoch()).isEqualTo("b"));
    }

    @Test
    void T8_a_socket_that_was_closed_before_the_look_is_nobodys_for_a_second_and_no_longer() {
        settle();
        var end = ask(1);
        settle();
        assertThat(end).containsExactly(refused(RejectReason.UNKNOWN_SOURCE));
        assertThat(ask(1)).containsExactly(refused(RejectReason.UNKNOWN_SOURCE));

        truth.put(1, known("orders", "a"));
        time.advance(Duration.ofSeconds(1));
        var again = ask(1);
        settle();
        assertThat(again).containsExactly(owned("orders"));
    }

    @Test
    void T8_a_known_port_whose_socket_is_gone_waits_for_a_look_anew() {
        truth.put(1, known("orders", "a"));
        ask(1);
        settle();

        truth.clear();
        settle();
        var end = ask(1);
        assertThat(end).isEmpty();
        settle();

        assertThat(end).containsExactly(refused(RejectReason.UNKNOWN_SOURCE));
        assertThat(resolver.senders()).isEmpty();
    }

    @Test
    void T8_what_came_before_the_process_was_there_is_of_somebody_else() {
        time.advance(Duration.ofSeconds(5));
        settle();
        var end = ask(1);
        time.advance(Duration.ofMillis(10));
        truth.put(1, new OwnershipFinding.Known(task("carts"), Trust.C, "b", now()));
        settle();

        assertThat(end).containsExactly(refused(RejectReason.UNKNOWN_SOURCE));
        assertThat(ask(1)).as("what comes later is its own").containsExactly(owned("carts"));
    }

    @Test
    void a_look_that_began_before_the_datagram_came_says_nothing_of_it() {
        truth.put(1, known("orders", "a"));
        slow = true;
        settle();
        var end = ask(1);
        looks.getLast().complete(seen(Set.of(1)));
        assertThat(end).isEmpty();

        slow = false;
        truth.put(1, known("carts", "b"));
        settle();
        assertThat(end).containsExactly(owned("carts"));
    }

    @Test
    void a_port_that_was_silent_for_three_seconds_is_no_longer_looked_at_and_waits_when_it_sends_again() {
        truth.put(1, known("orders", "a"));
        ask(1);
        settle();
        for (int i = 0; i < 6; i++) {
            settle();
        }
        assertThat(asked.getLast()).isEmpty();
        assertThat(resolver.senders()).isEmpty();

        truth.put(1, known("carts", "b"));
        var end = ask(1);
        assertThat(end).isEmpty();
        settle();
        assertThat(end).containsExactly(owned("carts"));
    }

    @Test
    void ports_in_dispute_and_tasks_that_are_no_tenants_are_refused_and_explained() {
        truth.put(1, new OwnershipFinding.Ambiguous("container a and container b both have it"));
        truth.put(2, known("nobody", "a"));
        var disputed = ask(1);
        var foreign = ask(2);
        ask(3);
        settle();

        assertThat(disputed).containsExactly(refused(RejectReason.AMBIGUOUS_SOURCE));
        assertThat(foreign).containsExactly(refused(RejectReason.NO_TENANT));
        assertThat(explain(1)).startsWith("ambiguous_source: ").contains("container a and container b");
        assertThat(explain(2)).startsWith("no_tenant: ").contains("task/nobody", "trust C");
        assertThat(explain(3)).startsWith("unknown_source: ").contains("no socket has it");
        assertThat(explain(4)).startsWith("unknown_source: nothing came from that port");
        assertThat(explain(0)).contains("127.0.0.1:1 ambiguous_source", "127.0.0.1:2 no_tenant",
                "127.0.0.1:3 unknown_source");
    }

    @Test
    void what_is_not_proven_within_the_hold_time_is_refused_and_says_what_it_waited_for() {
        truth.put(1, new OwnershipFinding.Waiting("task/orders", "ECS is throttled"));
        var end = ask(1);
        for (int i = 0; i < 40; i++) {
            settleBy(Duration.ofMillis(50));
        }

        assertThat(end).containsExactly(refused(RejectReason.IDENTITY_TIMEOUT));
        assertThat(explain(1)).startsWith("identity_timeout: ").contains("ECS is throttled");
        assertThat(asked).as("looks in two seconds").hasSizeBetween(4, 9);
    }

    @Test
    void while_no_look_succeeds_the_known_stay_for_three_seconds_and_no_others_come() {
        truth.put(1, known("orders", "a"));
        ask(1);
        settle();
        failure = "connection refused";
        settle();
        assertThat(ask(1)).containsExactly(owned("orders"));
        var other = ask(2);
        settle();
        settle();

        assertThat(other).containsExactly(refused(RejectReason.IDENTITY_TIMEOUT));
        assertThat(ask(1)).as("its proof is too old").isEmpty();
        assertThat(explain(2)).contains("cannot look now: connection refused");
    }

    @Test
    void any_number_of_new_ports_takes_bounded_room_and_few_looks_and_the_known_are_known_at_once() {
        truth.put(1, known("orders", "a"));
        ask(1);
        settle();
        asked.clear();

        int full = 0;
        for (int i = 0; i < 60_000; i++) {
            full += ask(ip("127.0.0." + (1 + i % 200)), 2 + i).contains(refused(RejectReason.HOLD_FULL)) ? 1 : 0;
            assertThat(ask(1)).containsExactly(owned("orders"));
            if (i % 1_000 == 0) {
                settleBy(Duration.ofMillis(50));
            }
        }

        assertThat(full).isPositive();
        assertThat(asked).as("in three seconds, never more than four a second").hasSizeBetween(5, 13);
        assertThat(asked).allSatisfy(ports -> assertThat(ports).hasSizeLessThanOrEqualTo(2 * PendingSenders.MOST));
    }

    private void settle() {
        settleBy(Duration.ofSeconds(1));
    }

    private void settleBy(Duration step) {
        time.advance(step);
        resolver.tick();
    }

    private List<Resolution<String>> ask(int port) {
        return ask(ip("127.0.0.1"), port);
    }

    private List<Resolution<String>> ask(InetAddress address, int port) {
        var end = new ArrayList<Resolution<String>>();
        var resolution = resolver.resolve(new InetSocketAddress(address, port), time.getAsLong());
        if (resolution instanceof Resolution.Pending<String> pending) {
            pending.then(end::add);
        } else {
            end.add(resolution);
        }
        return end;
    }

    private String explain(int port) {
        return String.join("\n", resolver.explain(new InetSocketAddress(ip("127.0.0.1"), port)));
    }

    private Instant now() {
        return Instant.ofEpochMilli(time.getAsLong() / 1_000_000);
    }

    private static byte[] mapped(InetAddress ipv4) {
        var bytes = new byte[16];
        bytes[10] = (byte) 0xff;
        bytes[11] = (byte) 0xff;
        System.arraycopy(ipv4.getAddress(), 0, bytes, 12, 4);
        return bytes;
    }

    private static OwnershipFinding known(String family, String epoch) {
        return new OwnershipFinding.Known(task(family), Trust.C, epoch, null);
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
