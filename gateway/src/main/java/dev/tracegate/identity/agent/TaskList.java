package dev.tracegate.identity.agent;

import java.util.ArrayList;
import java.util.List;

/** The tasks of the agent's list, bounded in number while they are read. */
final class TaskList {
    /** Running tasks: an instance runs 120 with trunked interfaces; on the bridge only its memory limits them. */
    static final int MOST_RUNNING = 2_000;
    /**
     * Stopped tasks, which stay listed for 3 hours. They only explain why an address has no owner. Tasks beyond the bound count as not listed.
     */
    static final int MOST_STOPPED = 1_000;

    private final List<HostTask> tasks = new ArrayList<>();
    private int running;

    /** @throws IllegalStateException if the list has more than {@link #MOST_RUNNING} running tasks */
    void add(HostTask task) {
        if (task.isAlive()) {
            if (++running > MOST_RUNNING) {
                throw new IllegalStateException("more than " + MOST_RUNNING + " running tasks are in it");
            }
            tasks.add(task);
        } else if (tasks.size() - running < MOST_STOPPED) {
            tasks.add(task);
        }
    }

    List<HostTask> tasks() {
        return tasks;
    }
}
