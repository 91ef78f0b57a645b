package dev.tracegate.identity.ecs;

import dev.tracegate.identity.LruMap;
import dev.tracegate.identity.ecs.EcsTasks.Task;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tasks of this host that ECS has confirmed, to this process and to earlier ones. Bounded. Owned by one loop. */
public final class ConfirmedTasks {
    /** Four times the tasks that the largest hosts run; some 1 KiB each. */
    static final int MOST = 2_048;
    /** Bytes of all tasks: one with fifty long tags, which its owner chooses, has 24 KiB. */
    static final long MOST_BYTES = 1 << 20;
    /** How often the time at which a task was last seen is written to disk within the time that it is remembered. */
    private static final int STEPS = 24;

    private final long rememberedMillis;
    private final InstantSource clock;
    private final LruMap<String, ConfirmedTask> tasks = new LruMap<>(MOST + 1);
    private long bytes;
    private boolean changed;

    /**
     * @param rememberFor how long a task counts after it was last seen; zero remembers nothing
     * @param before tasks that earlier processes stored, the most recently used last
     */
    public ConfirmedTasks(Duration rememberFor, Collection<ConfirmedTask> before, InstantSource clock) {
        this.rememberedMillis = rememberFor.toMillis();
        this.clock = clock;
        before.stream().filter(this::counts).forEach(this::put);
    }

    public static ConfirmedTasks none() {
        return new ConfirmedTasks(Duration.ZERO, List.of(), InstantSource.system());
    }

    Optional<ConfirmedTask> find(String arn) {
        return Optional.ofNullable(tasks.get(arn)).filter(this::counts);
    }

    /** The age is absolute: a clock that is set back does not keep a task longer. */
    private boolean counts(ConfirmedTask task) {
        return age(task) < rememberedMillis;
    }

    private long age(ConfirmedTask task) {
        return Math.abs(clock.millis() - task.seenMillis());
    }

    /** @param task null if ECS does not know it */
    void answered(String arn, @Nullable Task task) {
        var confirmed = task == null ? Optional.<ConfirmedTask>empty() : ConfirmedTask.of(task, clock.millis());
        if (rememberedMillis > 0 && confirmed.isPresent()) {
            put(confirmed.get());
            changed = true;
        } else if (remove(arn)) {
            changed = true;
        }
    }

    /** Adds the task as the most recently used one; the least recently used ones are dropped at the bounds. */
    private void put(ConfirmedTask task) {
        remove(task.arn());
        tasks.put(task.arn(), task);
        bytes += task.held();
        while (tasks.size() > MOST || bytes > MOST_BYTES) {
            bytes -= tasks.pollFirstEntry().getValue().held();
        }
    }

    private boolean remove(String arn) {
        var task = tasks.remove(arn);
        bytes -= task == null ? 0 : task.held();
        return task != null;
    }

    /** Called when a confirmed task is claimed again. */
    void seen(String arn) {
        var task = tasks.get(arn);
        if (task != null && age(task) >= rememberedMillis / STEPS) {
            put(task.seenAt(clock.millis()));
            changed = true;
        }
    }

    /** All tasks, the most recently used last, if any has changed since the previous call; else empty. */
    Optional<List<ConfirmedTask>> takeChanges() {
        if (!changed) {
            return Optional.empty();
        }
        changed = false;
        List.copyOf(tasks.values()).stream().filter(task -> !counts(task)).forEach(task -> remove(task.arn()));
        return Optional.of(List.copyOf(tasks.values()));
    }
}
