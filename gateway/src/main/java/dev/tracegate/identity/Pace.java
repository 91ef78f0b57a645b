package dev.tracegate.identity;

import java.time.Duration;

/**
 * How often the sources are asked.
 *
 * @param every that often where nobody waits
 * @param least so long from one look to the next where somebody does
 * @param hold how long a sender may wait for an answer
 */
public record Pace(Duration every, Duration least, Duration hold) {

    /** Introspection and /proc cost little, and tasks come and go. */
    public static Pace host(Duration hold) {
        return new Pace(Duration.ofSeconds(1), Duration.ofMillis(250), hold);
    }

    /** All tasks of a host share 40 metadata calls a second (ECS_TASK_METADATA_RPS_LIMIT), and a task does not change. */
    public static Pace sidecar(Duration hold) {
        return new Pace(Duration.ofSeconds(30), Duration.ofSeconds(1), hold);
    }
}
