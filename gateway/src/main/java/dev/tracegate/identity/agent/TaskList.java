package dev.tracegate.identity.agent;

import java.util.ArrayList;
import java.util.List;

/** Tasks of the agent's list as they are read, bounded in number. */
final class TaskList {
    /** Tasks that live: an instance runs 120 with trunked interfaces, and as many as its memory takes on the bridge. */
    static final int MOST_LIVING = 2_000;
    /**
     * Stopped tasks, which stay listed for 3 hours. They only explain why an address has no owner. Tasks beyond the bound count as not listed.
     */
    static final int MOST_STOPPED = 1_000;

    private final List<HostTask> tasks = new ArrayList<>();
    private int living;

    /** @throws IllegalStateException where more live than are taken */
    void add(HostTask task) {
        if (task.isAlive()) {
            if (++living > MOST_LIVING) {
                throw new IllegalStateException("more than " + MOST_LIVING + " running tasks are in it");
            }
            tasks.add(task);
        } else if (tasks.size() - living < MOST_STOPPED) {
            tasks.add(task);
        }
    }

    List<HostTask> tasks() {
        return tasks;
    }
}
