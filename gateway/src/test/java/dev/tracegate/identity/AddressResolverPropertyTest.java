package dev.tracegate.identity;

import static dev.tracegate.identity.IdentityGiven.whenFinal;
import static dev.tracegate.identity.IdentityGiven.workload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.tenant.Trust;
import dev.tracegate.testkit.ManualClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tasks start, send and stop, and their addresses are reused at once, while polls are slow or fail: an attributed datagram must be its sender's.
 * No two tasks use the same port. In production two of them may choose the same one of some 28,000 ports; the resolver does not detect that.
 */
class AddressResolverPropertyTest {
    private final ManualClock time = new ManualClock();
    private final Map<InetAddress, Task> owners = new HashMap<>();
    private Random random = new Random(0);
    private int made;
    private int sockets;
    private int attributed;
    private int refused;

    private record Task(String name, int port, Instant made) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void no_datagram_is_attributed_to_a_task_that_did_not_send_it(long seed) {
        random = new Random(seed);
        var resolver = new AddressResolver<>(new CompositeIdentitySource(List.of(source()), time),
                task -> Optional.of(task.taskArn()),
                PollPacing.host(Duration.ofSeconds(2)), time, this::now);

        for (int step = 0; step < 20_000; step++) {
            time.advance(Duration.ofMillis(random.nextInt(20)));
            if (random.nextInt(5) == 0) {
                resolver.tick();
            }
            startOrStop(address());
            send(resolver, address());
        }

        assertThat(attributed).isGreaterThan(5_000);
        assertThat(refused).isPositive();
        assertThat(resolver.senders()).hasSizeLessThanOrEqualTo(20);
    }

    private void startOrStop(InetAddress address) {
        switch (random.nextInt(50)) {
            case 0 -> owners.remove(address);
            case 1 -> owners.put(address, new Task("task-" + made++, 1_000 + made, now()));
            default -> {
            }
        }
    }

    private void send(AddressResolver<String> resolver, InetAddress address) {
        var sender = owners.get(address);
        if (sender == null) {
            return;
        }
        // one datagram in ten comes from a new socket
        int port = random.nextInt(10) == 0 ? 30_000 + sockets++ % 30_000 : sender.port();
        var resolution = resolver.resolve(new InetSocketAddress(address, port), time.getAsLong());
        whenFinal(resolution, end -> check(end, sender));
    }

    private void check(Resolution<String> end, Task sender) {
        if (end instanceof Resolution.Owned<String>(var owner)) {
            attributed++;
            assertThat(owner).isEqualTo(sender.name());
        } else {
            refused++;
        }
    }

    private IdentitySource source() {
        return new IdentitySource() {
            @Override
            public String name() {
                return "fake";
            }

            // returns the state at the time of the call, up to 100 ms later
            @Override
            public Future<Map<InetAddress, OwnershipFinding>> poll() {
                if (random.nextInt(10) == 0) {
                    return Future.failedFuture("unreachable");
                }
                var seen = new HashMap<InetAddress, OwnershipFinding>();
                owners.forEach((address, task) -> seen.put(address, answer(task)));
                var poll = Promise.<Map<InetAddress, OwnershipFinding>>promise();
                time.after(Duration.ofMillis(random.nextInt(100)).toNanos(), () -> poll.complete(seen));
                return poll.future();
            }
        };
    }

    /** Some tasks await ECS, some have an address that a rival claims, and some are missing from the agent's list. */
    private OwnershipFinding answer(Task task) {
        var known = new OwnershipFinding.Known(workload(task.name(), "family"),
                Trust.A,
                task.name(), task.made());
        return switch (random.nextInt(8)) {
            case 0, 1 -> new OwnershipFinding.Waiting(Set.of(task.name()), "ECS is being asked", true);
            case 2 -> new OwnershipFinding.Contested(known, Set.of("rival"));
            case 3 -> new OwnershipFinding.Kept(known, "not listed");
            default -> known;
        };
    }

    private InetAddress address() {
        return InetAddress.ofLiteral("10.0.0." + random.nextInt(20));
    }

    private Instant now() {
        return time.instant();
    }
}
