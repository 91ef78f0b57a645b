package dev.tracegate.identity;

import dev.tracegate.identity.EcsTasks.Task;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Confirms claims with the ECS API, which no task on this host can imitate. All hosts of an account share 20 such calls a second: this one
 * makes one a second at most, for up to 100 tasks, and asks once for a task that it can confirm. Owned by one loop.
 */
public final class EcsCheck implements Verification {
    private static final Logger LOG = LoggerFactory.getLogger(EcsCheck.class);
    private static final long CALL_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long JITTER_NANOS = Duration.ofMillis(250).toNanos();
    /** What ECS does not know yet it may know soon. */
    private static final long AGAIN_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long FORGET_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long VOUCH_NANOS = Duration.ofSeconds(30).toNanos();
    /** 2^5 seconds between calls that fail. */
    private static final int MOST_DOUBLINGS = 5;

    private final EcsTasks ecs;
    private final LongSupplier nanoClock;
    private final RandomGenerator random;
    private final Map<String, Entry> entries = new HashMap<>();
    private final Set<String> open = new LinkedHashSet<>();
    private boolean calling;
    private long nextNanos;
    private int failures;
    private String failure = "ECS has not been asked yet";

    /** A task that somebody claims to be. */
    private static final class Entry {
        private @Nullable Task task;
        private boolean asked;
        private long askedNanos;
        private long claimedNanos;
    }

    public EcsCheck(EcsTasks ecs, LongSupplier nanoClock, RandomGenerator random) {
        this.ecs = ecs;
        this.nanoClock = nanoClock;
        this.random = random;
        this.nextNanos = nanoClock.getAsLong() + random.nextLong(JITTER_NANOS);
    }

    @Override
    public Answer check(Claim claim) {
        long now = nanoClock.getAsLong();
        var entry = entries.computeIfAbsent(claim.taskArn(), any -> new Entry());
        entry.claimedNanos = now;
        var answer = answer(claim, entry);
        if (!(answer instanceof Answer.Known) && (!entry.asked || now - entry.askedNanos >= AGAIN_NANOS)) {
            open.add(claim.taskArn());
        }
        return answer;
    }

    private Answer answer(Claim claim, Entry entry) {
        var task = entry.task;
        if (!entry.asked) {
            return new Answer.Waiting(claim.taskArn(), failure);
        } else if (task == null) {
            return new Answer.Unknown("ECS does not know " + claim.taskArn());
        } else if (!task.running()) {
            return new Answer.Unknown("ECS says that " + claim.taskArn() + " has stopped");
        } else if (claim.instance() == null) {
            return new Answer.Waiting(claim.taskArn(), "the agent does not say which container instance this is");
        } else if (!claim.instance().equals(task.containerInstanceArn())) {
            return new Answer.Unknown("ECS says that " + claim.taskArn() + " runs on " + task.containerInstanceArn());
        } else {
            return claim.dockerId() == null ? byAddress(claim, task) : byContainer(claim, claim.dockerId(), task);
        }
    }

    private static Answer byAddress(Claim claim, Task task) {
        if (task.addresses().contains(claim.address())) {
            return claim.known(task.workload(), claim.trust());
        }
        return task.addresses().isEmpty()
                ? new Answer.Waiting(claim.taskArn(), "ECS has no address of it yet")
                : new Answer.Unknown("ECS says that " + claim.taskArn() + " has other addresses");
    }

    private static Answer byContainer(Claim claim, String dockerId, Task task) {
        return task.runtimeIds().contains(dockerId)
                ? claim.known(task.workload(), claim.trust())
                : new Answer.Waiting(claim.taskArn(), "ECS does not know its container " + dockerId + " yet");
    }

    @Override
    public boolean vouchesFor(String taskArn) {
        long now = nanoClock.getAsLong();
        var entry = entries.get(taskArn);
        if (entry == null) {
            return false;
        }
        entry.claimedNanos = now;
        if (now - entry.askedNanos >= VOUCH_NANOS / 3) {
            open.add(taskArn);
        }
        var task = entry.task;
        return task != null && task.running() && now - entry.askedNanos < VOUCH_NANOS;
    }

    @Override
    public void pursue(String cluster) {
        long now = nanoClock.getAsLong();
        entries.values().removeIf(entry -> now - entry.claimedNanos > FORGET_NANOS);
        open.retainAll(entries.keySet());
        if (!open.isEmpty() && !calling && now - nextNanos >= 0) {
            call(cluster, open.stream().limit(EcsTasks.MOST_TASKS).toList());
        }
    }

    private void call(String cluster, List<String> taskArns) {
        calling = true;
        taskArns.forEach(open::remove);
        nextNanos = nanoClock.getAsLong() + CALL_NANOS + random.nextLong(JITTER_NANOS);
        ecs.describe(cluster, taskArns).onComplete(done -> {
            calling = false;
            if (done.succeeded()) {
                answered(taskArns, done.result());
            } else {
                failed(taskArns, done.cause());
            }
        });
    }

    private void answered(List<String> taskArns, List<Task> tasks) {
        failures = 0;
        failure = "ECS is being asked";
        // who was claimed again meanwhile has the answer now
        taskArns.forEach(open::remove);
        long now = nanoClock.getAsLong();
        for (var arn : taskArns) {
            var entry = entries.get(arn);
            if (entry != null) {
                entry.task = tasks.stream()
                        .filter(task -> task.workload().taskArn().equals(arn))
                        .findFirst()
                        .orElse(null);
                entry.asked = true;
                entry.askedNanos = now;
            }
        }
    }

    /** Nobody is confirmed or refused by silence. */
    private void failed(List<String> taskArns, Throwable why) {
        open.addAll(taskArns);
        failures = Math.min(failures + 1, MOST_DOUBLINGS);
        long pause = CALL_NANOS << failures;
        nextNanos = nanoClock.getAsLong() + pause / 2 + random.nextLong(pause);
        failure = "ECS could not be asked: " + why.getMessage();
        LOG.warn(
                "{}; tasks that it confirmed go on, new ones wait and are then refused. identity.verify: introspection would do without ECS, at less trust",
                failure);
    }
}
