package dev.tracegate.identity.ecs;

import dev.tracegate.identity.PollPacing;
import dev.tracegate.retry.Backoff;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Decides about which tasks ECS is asked next, and when. Tasks with waiting datagrams come first, then the others, each in order of arrival.
 * At most one call a second, with growing pauses while calls fail. Owned by one loop.
 */
final class EcsRequestQueue {
    private static final long CALL_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long JITTER_NANOS = Duration.ofMillis(250).toNanos();
    /** The pause after the first failure is half of this to all of it, and doubles with each further failure. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(3);
    /** All hosts of an account share one quota. */
    private static final Duration LONGEST_PAUSE = FIRST_PAUSE.multipliedBy(16);
    /** The longest pause while datagrams wait. With the pause after a throttled call (5 s) up to 20 s, well within {@link PollPacing#MOST_HOLD}. */
    private static final Duration LONGEST_PAUSE_AWAITED = FIRST_PAUSE.multipliedBy(4);

    private final RandomGenerator random;
    private final Backoff pause;
    private final Backoff pauseAwaited;
    private final Set<String> awaited = new LinkedHashSet<>();
    private final Set<String> others = new LinkedHashSet<>();
    private int failures;
    private long nextNanos;
    private long nextAwaitedNanos;

    EcsRequestQueue(long nowNanos, RandomGenerator random) {
        this.random = random;
        this.pause = Backoff.halfJitter(FIRST_PAUSE, LONGEST_PAUSE, random);
        this.pauseAwaited = Backoff.halfJitter(FIRST_PAUSE, LONGEST_PAUSE_AWAITED, random);
        this.nextNanos = nowNanos + random.nextLong(JITTER_NANOS);
        this.nextAwaitedNanos = nextNanos;
    }

    /** @param waitedFor whether datagrams wait for the answer */
    void add(String taskArn, boolean waitedFor) {
        if (waitedFor) {
            others.remove(taskArn);
            awaited.add(taskArn);
        } else if (!awaited.contains(taskArn)) {
            others.add(taskArn);
        }
    }

    void retain(Set<String> taskArns) {
        awaited.retainAll(taskArns);
        others.retainAll(taskArns);
    }

    /** Removes and returns the tasks of the call that starts now; empty if no call is due. */
    List<String> take(long nowNanos) {
        if (awaited.isEmpty() && others.isEmpty()) {
            return List.of();
        } else if (nowNanos - (awaited.isEmpty() ? nextNanos : nextAwaitedNanos) < 0) {
            return List.of();
        }
        var taken = Stream.concat(awaited.stream(), others.stream()).limit(EcsTasks.MOST_TASKS).toList();
        remove(taken);
        nextNanos = nowNanos + CALL_NANOS + random.nextLong(JITTER_NANOS);
        nextAwaitedNanos = nextNanos;
        return taken;
    }

    /** After a successful call. Tasks that were added again during the call are answered too. */
    void answered(Collection<String> taskArns) {
        failures = 0;
        remove(taskArns);
    }

    private void remove(Collection<String> taskArns) {
        taskArns.forEach(awaited::remove);
        taskArns.forEach(others::remove);
    }

    /** After a failed call. Its tasks are asked about again, after the others. */
    void failed(Collection<String> taskArns, long nowNanos) {
        taskArns.forEach(arn -> add(arn, false));
        failures++;
        nextNanos = nowNanos + pause.before(failures).toNanos();
        nextAwaitedNanos = nowNanos + pauseAwaited.before(failures).toNanos();
    }

    /** Whether the last call failed. */
    boolean isFailing() {
        return failures > 0;
    }
}
