package dev.tracegate.identity;

import dev.tracegate.tenant.Trust;
import dev.tracegate.tenant.Workload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of the owner of one address. */
public sealed interface Answer {

    /**
     * It is this task's.
     *
     * @param epoch which life of the address this is, such as a container's id and start: another one is another sender, whatever its name
     * @param since when its sender was made: nothing that came before is from it; null where nobody says
     */
    record Known(Workload workload, Trust trust, String epoch, @Nullable Instant since) implements Answer {

        /** Whether its sender was made then or later, so that what had come by then is from who had the address before. */
        boolean isMadeSince(long millis) {
            return since != null && since.toEpochMilli() >= millis;
        }
    }

    /** It is said to be this task's; the proof is on its way. */
    record Waiting(String taskArn, String why) implements Answer {}

    /** It is nobody's who may send, and why; as good as no answer. */
    record Unknown(String why) implements Answer {}

    /** It is said to be of two tasks, so it is neither's. */
    record Ambiguous(String why) implements Answer {}

    /** Of two sources, or of two tasks of one source. */
    default Answer and(Answer other) {
        if (this instanceof Unknown || other instanceof Ambiguous) {
            return other;
        } else if (other instanceof Unknown || this instanceof Ambiguous) {
            return this;
        } else if (!task().equals(other.task())) {
            return new Ambiguous(task() + " and " + other.task() + " both have it");
        } else {
            return this instanceof Known ? this : other;
        }
    }

    /** Whether that is the same owner in the same life: its proof may have become another. */
    default boolean goesOnAs(Answer found) {
        return (this instanceof Known was && found instanceof Known is)
                ? was.epoch().equals(is.epoch()) && was.workload().equals(is.workload()) && was.trust() == is.trust()
                : equals(found);
    }

    private String task() {
        return switch (this) {
            case Known(var workload, var trust, var epoch, var since) -> workload.taskArn();
            case Waiting(var taskArn, var why) -> taskArn;
            case Unknown(var why) -> why;
            case Ambiguous(var why) -> why;
        };
    }
}
