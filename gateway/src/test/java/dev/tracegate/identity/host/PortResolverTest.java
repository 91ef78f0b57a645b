package dev.tracegate.identity.host;

import static dev.tracegate.identity.IdentityGiven.end;
import static dev.tracegate.identity.IdentityGiven.ip;
import static dev.tracegate.identity.IdentityGiven.owned;
import static dev.tracegate.identity.IdentityGiven.refused;
import static dev.tracegate.identity.IdentityGiven.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.identity.IdentityGiven;
import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.PendingSenders;
import dev.tracegate.identity.PollPacing;
import dev.tracegate.identity.Resolution;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.Trust;
import dev.tracegate.testkit.ManualClock;
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

/** The decisions of the resolver for the owners of ports, with a manual clock. */
class PortResolverTest {
    private static final Duration HOLD = Duration.ofSeconds(2);
    private static final InetAddress HOST = InetAddress.ofLiteral("10.0.0.10");

    private final ManualClock time = new ManualClock();
    private final Map<Integer, OwnershipFinding> findings = new HashMap<>();
    private final List<Set<Integer>> polledPorts = new ArrayList<>();
    private final List<Promise<PortAnswers.Found>> polls = new ArrayList<>();
    private @Nullable String failure;
    private boolean slow;
    private static final InetAddress AT_START = InetAddress.ofLiteral("198.51.100.7");
    private final PortResolver<String> resolver = new PortResolver<>(this::answer, Set.of(AT_START),
            task -> Optional.of(task.family()).filter(family -> !family.equals("nobody")), PollPacing.host(HOLD), time,
            this::now);

    private Future<PortAnswers.Found> answer(Set<Integer> ports) {
        polledPorts.add(Set.copyOf(ports));
        if (failure != null) {
            return Future.failedFuture(failure);
        }
        var poll = Promise.<PortAnswers.Found>promise();
        polls.add(poll);
        if (!slow) {
            poll.complete(seen(ports));
        }
        return poll.future();
    }

    /** Reports a port without an owner as unknown, like the real sources. */
    private PortAnswers.Found seen(Set<Integer> ports) {
        var answers = new HashMap<Integer, OwnershipFinding>();
        ports.forEach(
                port -> answers.put(port,
                        findings.getOrDefault(port, new OwnershipFinding.Unknown("no socket has it"))));
        return new PortAnswers.Found(Set.of(HOST), answers);
    }

    @Test
    void addresses_of_the_host_at_start_are_known_before_the_first_poll() {
        assertThat(resolver.has(AT_START)).isTrue();
        assertThat(resolver.has(InetAddress.ofLiteral("198.51.100.8"))).isFalse();
    }

    @Test
    void the_addresses_of_the_host_are_the_loopback_and_those_of_the_last_poll() throws Exception {
        assertThat(resolver.has(ip("127.0.0.1"))).isTrue();
        assertThat(resolver.has(ip("::1"))).isTrue();
        assertThat(resolver.has(HOST)).isFalse();

        settle();

        assertThat(resolver.has(HOST)).isTrue();
        assertThat(resolver.has(java.net.Inet6Address.getByAddress(null, mapped(HOST), 0))).isTrue();
        assertThat(resolver.has(ip("10.0.0.11"))).isFalse();
    }

    @Test
    void T4_a_new_port_waits_for_a_poll() {
        settle();
        var end = ask(1);
        assertThat(end).isEmpty();

        findings.put(1, known("orders", "a"));
        settle();

        assertThat(end).containsExactly(owned("orders"));
        assertThat(ask(1)).as("known from now on").containsExactly(owned("orders"));
    }

    @Test
    void waiting_ports_share_one_poll() {
        settle();
        var ends = List.of(ask(1), ask(2), ask(3), ask(HOST, 3));
        findings.put(1, known("orders", "a"));
        findings.put(3, known("carts", "b"));
        settle();

        assertThat(polledPorts.getLast()).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(ends.get(0)).containsExactly(owned("orders"));
        assertThat(ends.get(1)).containsExactly(refused(RejectReason.UNKNOWN_SOURCE));
        assertThat(ends.get(2)).containsExactly(owned("carts"));
        assertThat(ends.get(3)).as("a port has one owner for all addresses of the host")
                .containsExactly(owned("carts"));
    }

    @Test
    void T8_a_port_with_a_socket_of_another_task_in_the_next_poll_starts_a_new_epoch() {
        findings.put(1, known("orders", "a"));
        ask(1);
        settle();

        findings.put(1, known("carts", "b"));
        ask(1);
        settle();

        assertThat(ask(1)).containsExactly(owned("carts"));
        assertThat(resolver.senders()).singleElement()
                .satisfies(sender -> assertThat(((OwnershipFinding.Known) sender.answer()).epoch()).isEqualTo("b"));
    }

    @Test
    void T8_a_socket_that_was_closed_before_the_poll_is_refused_for_at_most_a_second() {
        settle();
        var end = ask(1);
        settle();
        assertThat(end).containsExactly(refused(RejectReason.UNKNOWN_SOURCE));
        assertThat(ask(1)).containsExactly(refused(RejectReason.UNKNOWN_SOURCE));

        findings.put(1, known("orders", "a"));
        time.advance(Duration.ofSeconds(1));
        var again = ask(1);
        settle();
        assertThat(again).containsExactly(owned("orders"));
    }

    @Test
    void T8_a_known_port_without_a_socket_waits_for_a_new_poll() {
        findings.put(1, known("orders", "a"));
        ask(1);
        settle();

        findings.clear();
        settle();
        var end = ask(1);
        assertThat(end).isEmpty();
        settle();

        assertThat(end).containsExactly(refused(RejectReason.UNKNOWN_SOURCE));
        assertThat(resolver.senders()).isEmpty();
    }

    @Test
    void T8_a_datagram_older_than_the_process_is_refused() {
        time.advance(Duration.ofSeconds(5));
        settle();
        var end = ask(1);
        time.advance(Duration.ofMillis(10));
        findings.put(1, new OwnershipFinding.Known(task("carts"), Trust.C, "b", now()));
        settle();

        assertThat(end).containsExactly(refused(RejectReason.UNKNOWN_SOURCE));
        assertThat(ask(1)).as("a later datagram belongs to the process").containsExactly(owned("carts"));
    }

    @Test
    void a_poll_that_started_before_the_datagram_arrived_does_not_decide_about_it() {
        findings.put(1, known("orders", "a"));
        slow = true;
        settle();
        var end = ask(1);
        polls.getLast().complete(seen(Set.of(1)));
        assertThat(end).isEmpty();

        slow = false;
        findings.put(1, known("carts", "b"));
        settle();
        assertThat(end).containsExactly(owned("carts"));
    }

    @Test
    void a_port_idle_for_three_seconds_is_not_polled_and_waits_when_it_sends_again() {
        findings.put(1, known("orders", "a"));
        ask(1);
        settle();
        for (int i = 0; i < 6; i++) {
            settle();
        }
        assertThat(polledPorts.getLast()).isEmpty();
        assertThat(resolver.senders()).isEmpty();

        findings.put(1, known("carts", "b"));
        var end = ask(1);
        assertThat(end).isEmpty();
        settle();
        assertThat(end).containsExactly(owned("carts"));
    }

    @Test
    void ambiguous_ports_and_tasks_without_a_tenant_are_refused_and_explained() {
        findings.put(1, new OwnershipFinding.Ambiguous("container a and container b both have it"));
        findings.put(2, known("nobody", "a"));
        var ambiguous = ask(1);
        var withoutTenant = ask(2);
        ask(3);
        settle();

        assertThat(ambiguous).containsExactly(refused(RejectReason.AMBIGUOUS_SOURCE));
        assertThat(withoutTenant).containsExactly(refused(RejectReason.NO_TENANT));
        assertThat(explain(1)).startsWith("ambiguous_source: ").contains("container a and container b");
        assertThat(explain(2)).startsWith("no_tenant: ").contains("task/nobody", "trust C");
        assertThat(explain(3)).startsWith("unknown_source: ").contains("no socket has it");
        assertThat(explain(4)).startsWith("unknown_source: nothing came from that port");
        assertThat(explain(0)).contains("127.0.0.1:1 ambiguous_source", "127.0.0.1:2 no_tenant",
                "127.0.0.1:3 unknown_source");
    }

    @Test
    void an_unconfirmed_port_is_refused_after_the_hold_time_with_the_reason_for_the_wait() {
        findings.put(1, new OwnershipFinding.Waiting("task/orders", "ECS is throttled"));
        var end = ask(1);
        for (int i = 0; i < 40; i++) {
            settleBy(Duration.ofMillis(50));
        }

        assertThat(end).containsExactly(refused(RejectReason.IDENTITY_TIMEOUT));
        assertThat(explain(1)).startsWith("identity_timeout: ").contains("ECS is throttled");
        assertThat(polledPorts).as("polls in two seconds").hasSizeBetween(4, 9);
    }

    @Test
    void while_polls_fail_known_ports_stay_for_three_seconds_and_new_ones_are_refused() {
        findings.put(1, known("orders", "a"));
        ask(1);
        settle();
        failure = "connection refused";
        settle();
        assertThat(ask(1)).containsExactly(owned("orders"));
        var other = ask(2);
        settle();
        settle();

        assertThat(other).containsExactly(refused(RejectReason.IDENTITY_TIMEOUT));
        assertThat(ask(1)).as("its confirmation has expired").isEmpty();
        assertThat(explain(2)).contains("cannot be polled now: connection refused");
    }

    @Test
    void new_ports_use_bounded_memory_and_few_polls_and_do_not_delay_known_ones() {
        findings.put(1, known("orders", "a"));
        ask(1);
        settle();
        polledPorts.clear();

        int full = 0;
        for (int i = 0; i < 60_000; i++) {
            full += ask(ip("127.0.0." + (1 + i % 200)), 2 + i).contains(refused(RejectReason.HOLD_FULL)) ? 1 : 0;
            assertThat(ask(1)).containsExactly(owned("orders"));
            if (i % 1_000 == 0) {
                settleBy(Duration.ofMillis(50));
            }
        }

        assertThat(full).isPositive();
        assertThat(polledPorts).as("polls in three seconds, at most four per second").hasSizeBetween(5, 13);
        assertThat(polledPorts)
                .allSatisfy(ports -> assertThat(ports).hasSizeLessThanOrEqualTo(2 * PendingSenders.MOST));
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
        return end(resolver.resolve(new InetSocketAddress(address, port), time.getAsLong()));
    }

    private String explain(int port) {
        return String.join("\n", resolver.explain(new InetSocketAddress(ip("127.0.0.1"), port)));
    }

    private Instant now() {
        return time.instant();
    }

    private static byte[] mapped(InetAddress ipv4) {
        var bytes = new byte[16];
        bytes[10] = (byte) 0xff;
        bytes[11] = (byte) 0xff;
        System.arraycopy(ipv4.getAddress(), 0, bytes, 12, 4);
        return bytes;
    }

    private static OwnershipFinding known(String family, String epoch) {
        return IdentityGiven.known(family, Trust.C, epoch);
    }
}
