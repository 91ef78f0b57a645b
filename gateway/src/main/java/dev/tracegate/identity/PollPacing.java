package dev.tracegate.identity;

import java.time.Duration;

/**
 * How often the sources are polled.
 *
 * @param every the interval while no datagram waits
 * @param least the interval while datagrams wait
 * @param hold how long a sender may wait for its owner; up to {@link #MOST_HOLD} while ECS has not answered
 */
public record PollPacing(Duration every, Duration least, Duration hold) {
    /**
     * How long a sender waits at most while ECS has not answered about its task. Between two failing calls to ECS up to 20 s pass while
     * datagrams wait.
     */
    static final Duration MOST_HOLD = Duration.ofMinutes(1);
    /**
     * The interval between two starts is four times the duration of the last poll. One slow poll, such as the first, delays senders by
     * {@link #every} at most.
     */
    private static final int REST = 4;

    /**
     * The time from the start of one poll to the start of the next.
     *
     * @param awaited whether datagrams wait for the poll
     * @param tookNanos duration of the last poll
     */
    long pauseNanos(boolean awaited, long tookNanos) {
        return awaited ? Math.clamp(REST * tookNanos, least.toNanos(), every.toNanos()) : every.toNanos();
    }

    /** @param askingEcs whether an answer of ECS about the sender's task is outstanding */
    public boolean isOver(long waitedNanos, boolean askingEcs) {
        return waitedNanos >= (askingEcs && hold.compareTo(MOST_HOLD) < 0 ? MOST_HOLD : hold).toNanos();
    }

    /** For a host: introspection and /proc cost little, and tasks start and stop often. */
    public static PollPacing host(Duration hold) {
        return new PollPacing(Duration.ofSeconds(1), Duration.ofMillis(250), hold);
    }

    /** For a sidecar: all tasks of a host share 40 metadata calls a second (ECS_TASK_METADATA_RPS_LIMIT), and a task does not change. */
    public static PollPacing sidecar(Duration hold) {
        return new PollPacing(Duration.ofSeconds(30), Duration.ofSeconds(1), hold);
    }
}
