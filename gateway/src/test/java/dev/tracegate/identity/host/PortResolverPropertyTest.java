package dev.tracegate.identity.host;

import static dev.tracegate.identity.IdentityGiven.whenFinal;
import static dev.tracegate.identity.IdentityGiven.workload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.PollPacing;
import dev.tracegate.identity.Resolution;
import dev.tracegate.tenant.Trust;
import dev.tracegate.testkit.ManualClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sockets of a few tasks open, send and close, and their ports are reused, while polls are slow or fail. A port that is reused at once may be
 * attributed to its previous owner until the next poll. A port that stayed closed for longer than a confirmation is valid never is.
 */
class PortResolverPropertyTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final int PORTS = 40;
    private static final long REST_NANOS = Duration.ofSeconds(4).toNanos();

    private final ManualClock time = new ManualClock();
    private final Map<Integer, Socket> open = new HashMap<>();
    private final Map<Integer, Long> closed = new HashMap<>();
    private Random random = new Random(0);
    private long inodes;
    private int attributed;
    private int refused;

    private record Socket(String task, long inode) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void no_datagram_is_attributed_to_a_task_that_did_not_send_it_if_closed_ports_rest(long seed) {
        random = new Random(seed);
        var resolver = new PortResolver<>(this::look, Set.of(), task -> Optional.of(task.taskArn()),
                PollPacing.host(Duration.ofSeconds(2)), time, time);

        for (int step = 0; step < 20_000; step++) {
            time.advance(Duration.ofMillis(random.nextInt(20)));
            if (random.nextInt(5) == 0) {
                resolver.tick();
            }
            openOrClose(random.nextInt(PORTS));
            send(resolver, random.nextInt(PORTS));
        }

        assertThat(attributed).isGreaterThan(5_000);
        assertThat(refused).isPositive();
        assertThat(resolver.senders()).hasSizeLessThanOrEqualTo(PORTS);
    }

    private void openOrClose(int port) {
        if (random.nextInt(20) > 0) {
            return;
        } else if (open.remove(port) != null) {
            closed.put(port, time.getAsLong());
        } else if (time.getAsLong() - closed.getOrDefault(port, -REST_NANOS) >= REST_NANOS) {
            open.put(port, new Socket("task-" + random.nextInt(5), ++inodes));
        }
    }

    private void send(PortResolver<String> resolver, int port) {
        var sender = open.get(port);
        if (sender == null) {
            return;
        }
        var resolution = resolver.resolve(new InetSocketAddress(LOOPBACK, 1_000 + port), time.getAsLong());
        whenFinal(resolution, end -> check(end, sender));
    }

    private void check(Resolution<String> end, Socket sender) {
        if (end instanceof Resolution.Owned<String>(var owner)) {
            attributed++;
            assertThat(owner).isEqualTo(sender.task());
        } else {
            refused++;
        }
    }

    /** Returns the state at the time of the call, up to 100 ms later. */
    private Future<PortAnswers.Found> look(Set<Integer> ports) {
        if (random.nextInt(10) == 0) {
            return Future.failedFuture("unreachable");
        }
        var seen = new HashMap<Integer, OwnershipFinding>();
        for (int port : ports) {
            var socket = open.get(port - 1_000);
            seen.put(port, socket == null
                    ? new OwnershipFinding.Unknown("closed")
                    : new OwnershipFinding.Known(workload(socket.task(), "family"),
                            Trust.C,
                            Long.toString(socket.inode()), null));
        }
        var poll = Promise.<PortAnswers.Found>promise();
        time.after(Duration.ofMillis(random.nextInt(100)).toNanos(),
                () -> poll.complete(new PortAnswers.Found(Set.of(), seen)));
        return poll.future();
    }
}
