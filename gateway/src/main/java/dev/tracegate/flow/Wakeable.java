package dev.tracegate.flow;

/**
 * A worker of the loop that owns {@link Flow}. It is woken after every change that may have created work: segments were queued, a call or a write
 * ended, or a timer is due. An unnecessary call costs little and changes nothing, so callers need not check whether there is work.
 */
@FunctionalInterface
public interface Wakeable {

    /** Starts all work that can be done now. On the loop; does not block. */
    void wake();
}
