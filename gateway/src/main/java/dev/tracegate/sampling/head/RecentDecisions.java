package dev.tracegate.sampling.head;

import java.util.List;

/** Port to the newest head decisions, for those who show them. Called on the loop that decides. */
@FunctionalInterface
public interface RecentDecisions {

    /**
     * The newest decisions, newest first; none while every keep rate is 1.
     *
     * @param most the most that are answered, 0 or more
     */
    List<HeadDecision> newest(int most);
}
