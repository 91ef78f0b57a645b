package dev.tracegate.flow;

/**
 * A worker of the loop that owns {@link Flow}. It looks for work when something has changed: segments have been queued, a call or a write has
 * ended, a time has come. Looking without need costs little and changes nothing, so a caller need not know whether there is work.
 */
@FunctionalInterface
public interface Wakeable {

    /** Looks for work. On the loop; returns when what can be done now has been started. */
    void wake();
}
