package dev.tracegate.identity.ecs;

import dev.tracegate.identity.PollPacing;
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
    /** 2^5 seconds between calls that fail: all hosts of an account share one quota. */
    private static final int MOST_DOUBLINGS = 5;
    /** While datagrams wait, 2^3: with chance and a throttle's own pause four to twenty seconds, well within {@link PollPacing#MOST_HOLD}. */
    private static final int MOST_DOUBLINGS_AWAITED = 3;

    private final RandomGenerator random;
    private final Set<String> awaited = new LinkedHashSet<>();
    private final Set<String> others = new LinkedHashSet<>();
    private int failures;
    private long nextNanos;
    private long nextAwaitedNanos;

    EcsRequestQueue(long nowNanos, RandomGenerator random) {
        this.random = random;
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

    /** Takes out what is to be asked in one call that begins now; none where none is due. */
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

    /** Who came up again during the call has the answer now. */
    void answered(Collection<String> taskArns) {
        failures = 0;
        remove(taskArns);
    }

    private void remove(Collection<String> taskArns) {
        taskArns.forEach(awaited::remove);
        taskArns.forEach(others::remove);
    }

    /** They are asked about again, behind the others. */
    void failed(Collection<String> taskArns, long nowNanos) {
        taskArns.forEach(arn -> add(arn, false));
        failures = Math.min(failures + 1, MOST_DOUBLINGS);
        double chance = 0.5 + random.nextDouble();
        nextNanos = nowNanos + pause(failures, chance);
        nextAwaitedNanos = nowNanos + pause(Math.min(failures, MOST_DOUBLINGS_AWAITED), chance);
    }

    private static long pause(int doublings, double chance) {
        return (long) ((CALL_NANOS << doublings) * chance);
    }

    /** Whether the last call failed. */
    boolean isFailing() {
        return failures > 0;
    }
}
