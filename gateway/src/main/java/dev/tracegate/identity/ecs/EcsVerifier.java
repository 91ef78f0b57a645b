package dev.tracegate.identity.ecs;

import dev.tracegate.identity.Claim;
import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.Verification;
import dev.tracegate.identity.ecs.EcsTasks.Task;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Confirms claims with the ECS API, which no task on this host can imitate. All hosts of an account share 20 such calls a second: this one
 * makes at most one a second, for up to 100 tasks, and requests a task that ECS confirms once. While ECS does not answer, its earlier
 * confirmations are used. Owned by one loop.
 */
public final class EcsVerifier implements Verification {
    private static final Logger LOG = LoggerFactory.getLogger(EcsVerifier.class);
    private static final long FORGET_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long VOUCH_NANOS = Duration.ofSeconds(30).toNanos();
    /** How long the gateway waits for ECS before it uses the answers from before the restart. A healthy ECS answers sooner. */
    private static final long ANSWER_NANOS = Duration.ofSeconds(1).toNanos();

    private final EcsTasks ecs;
    private final ConfirmedTasks confirmed;
    private final Predicate<InetAddress> awaited;
    private final LongSupplier nanoClock;
    private final EcsRequestQueue requests;
    private final Map<String, Entry> entries = new HashMap<>();
    private boolean calling;
    private long callNanos;
    private String failure = "ECS has not been called yet";

    /** A claimed task. */
    private static final class Entry {
        private @Nullable Task task;
        private boolean answered;
        /** When the call with the answer started. */
        private long calledNanos;
        private long claimedNanos;
        /** Whether an answer from before the restart is used, because ECS has not answered yet. */
        private boolean recalled;
    }

    /**
     * @param confirmed the answers of ECS from before the restart
     * @param awaited whether datagrams from an address wait until its owner is known
     */
    public EcsVerifier(EcsTasks ecs, ConfirmedTasks confirmed, Predicate<InetAddress> awaited, LongSupplier nanoClock,
            RandomGenerator random) {
        this.ecs = ecs;
        this.confirmed = confirmed;
        this.awaited = awaited;
        this.nanoClock = nanoClock;
        this.requests = new EcsRequestQueue(nanoClock.getAsLong(), random);
    }

    @Override
    public OwnershipFinding check(Claim claim) {
        var entry = claimed(claim.taskArn());
        var answer = entry.answered ? new EcsProof(claim, entry.task).answer() : unanswered(claim, entry);
        boolean known = answer instanceof OwnershipFinding.Known;
        if (!entry.answered || (!known && nanoClock.getAsLong() - entry.calledNanos >= RECENT_NANOS)) {
            // a task in host mode is claimed only while a sender waits for the owner of its port
            requests.add(claim.taskArn(), claim.address().isAnyLocalAddress() || awaited.test(claim.address()));
        } else if (known) {
            confirmed.seen(claim.taskArn());
        }
        return answer;
    }

    private Entry claimed(String taskArn) {
        var entry = entries.computeIfAbsent(taskArn, any -> new Entry());
        entry.claimedNanos = nanoClock.getAsLong();
        return entry;
    }

    private OwnershipFinding unanswered(Claim claim, Entry entry) {
        entry.recalled |= isSilent();
        var recalled = entry.recalled
                ? confirmed.find(claim.taskArn()).flatMap(fact -> fact.confirms(claim))
                : Optional.<OwnershipFinding>empty();
        return recalled.orElseGet(() -> new OwnershipFinding.Waiting(Set.of(claim.taskArn()), failure, true));
    }

    /** Whether ECS has not answered in time. */
    private boolean isSilent() {
        return requests.isFailing() || (calling && nanoClock.getAsLong() - callNanos >= ANSWER_NANOS);
    }

    @Override
    public TaskState taskState(String taskArn, long sinceNanos) {
        var entry = claimed(taskArn);
        long now = nanoClock.getAsLong();
        boolean since = entry.answered && entry.calledNanos - sinceNanos > 0;
        if (!since || now - entry.calledNanos >= VOUCH_NANOS / 3) {
            requests.add(taskArn, true);
        }
        if (entry.answered && (entry.task == null || !entry.task.running())) {
            return TaskState.ENDED;
        }
        return since && now - entry.calledNanos < VOUCH_NANOS ? TaskState.RUNS : TaskState.UNKNOWN;
    }

    @Override
    public void poll(String cluster) {
        long now = nanoClock.getAsLong();
        entries.values().removeIf(entry -> now - entry.claimedNanos > FORGET_NANOS);
        requests.retain(entries.keySet());
        var due = calling || cluster.isEmpty() ? List.<String>of() : requests.take(now);
        if (!due.isEmpty()) {
            call(cluster, due, now);
        }
    }

    private void call(String cluster, List<String> taskArns, long now) {
        calling = true;
        callNanos = now;
        ecs.describe(cluster, taskArns).onComplete(done -> {
            calling = false;
            if (done.succeeded()) {
                answered(taskArns, done.result(), now);
            } else {
                failed(taskArns, done.cause());
            }
        });
    }

    private void answered(List<String> taskArns, List<Task> tasks, long beganNanos) {
        failure = "ECS is being called";
        requests.answered(taskArns);
        var byArn = new HashMap<String, Task>();
        tasks.forEach(task -> byArn.put(task.workload().taskArn(), task));
        for (var arn : taskArns) {
            var task = byArn.get(arn);
            confirmed.answered(arn, task);
            var entry = entries.get(arn);
            if (entry != null) {
                entry.task = task;
                entry.answered = true;
                entry.calledNanos = beganNanos;
            }
        }
    }

    /** A failed call neither confirms nor refuses a task. */
    private void failed(List<String> taskArns, Throwable why) {
        requests.failed(taskArns, nanoClock.getAsLong());
        failure = "ECS cannot be called: " + why.getMessage();
        LOG.warn(
                "{}; tasks that it confirmed are accepted, new ones wait. identity.verify: introspection needs no ECS, at less trust",
                failure);
    }
}
