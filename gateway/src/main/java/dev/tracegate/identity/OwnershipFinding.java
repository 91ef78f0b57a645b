package dev.tracegate.identity;

import dev.tracegate.tenant.Trust;
import dev.tracegate.tenant.Workload;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is known of the owner of one address. */
public sealed interface OwnershipFinding {

    /**
     * The task owns the address.
     *
     * @param epoch identifies one ownership of the address, such as a container's id and start; with another epoch it is another sender
     * @param since when the task's sender was created: no earlier datagram is from it; null if no source reports it
     */
    record Known(Workload workload, Trust trust, String epoch, @Nullable Instant since) implements OwnershipFinding {

        String task() {
            return workload.taskArn();
        }

        /** @param named the ARN of a task, or its id as in a cgroup */
        private boolean isTask(String named) {
            return task().equals(named) || task().endsWith("/" + named);
        }

        /** Whether the sender was created at that time or later: earlier datagrams are from the previous owner of the address. */
        public boolean isCreatedSince(long millis) {
            return since != null && since.toEpochMilli() >= millis;
        }
    }

    /**
     * One or more tasks are claimed to have the address; none is confirmed.
     *
     * @param tasks their ARNs, or ids
     * @param askingEcs whether ECS has yet to answer about one of them; datagrams then wait longer
     */
    record Waiting(Set<String> tasks, String why, boolean askingEcs) implements OwnershipFinding {
        public Waiting {
            tasks = Set.copyOf(tasks);
        }

        /** ECS has answered, or is not asked. */
        public Waiting(String task, String why) {
            this(Set.of(task), why, false);
        }
    }

    /**
     * The address is the owner's, and other tasks claim it without proof. Known sockets of the owner are accepted. New ones may be another
     * task's, so they wait.
     */
    record Contested(Known owner, Set<String> claimants) implements OwnershipFinding {
        public Contested {
            claimants = Set.copyOf(claimants);
        }
    }

    /**
     * The owner was confirmed before, and there is no evidence for or against it now. Known sockets are accepted for a while; new ones wait. Any
     * other claim of the address replaces it.
     */
    record Kept(Known owner, String why) implements OwnershipFinding {

        /** A claim that waits for confirmation of the same owner does not replace the ownership. */
        private OwnershipFinding givesWayTo(OwnershipFinding claim) {
            return claim instanceof Waiting waiting && waiting.tasks().stream().allMatch(owner::isTask) ? this : claim;
        }
    }

    /** No task that may send has the address. Treated like an address without a finding. */
    record Unknown(String why) implements OwnershipFinding {}

    /** Two tasks are reported for the address, so neither owns it. */
    record Ambiguous(String why) implements OwnershipFinding {}

    /** Combines the findings of two sources, or for two tasks of one source. The order does not matter. */
    default OwnershipFinding and(OwnershipFinding other) {
        if (this instanceof Unknown || other instanceof Ambiguous) {
            return other;
        } else if (other instanceof Unknown || this instanceof Ambiguous) {
            return this;
        } else if (this instanceof Kept one && other instanceof Kept two) {
            return one.owner().task().equals(two.owner().task())
                    ? one
                    : new Unknown(one.owner().task() + " and " + two.owner().task() + " both had it before");
        } else if (this instanceof Kept kept) {
            return kept.givesWayTo(other);
        } else {
            return other instanceof Kept kept ? kept.givesWayTo(this) : claimed(other);
        }
    }

    private OwnershipFinding claimed(OwnershipFinding other) {
        var mine = owner();
        var theirs = other.owner();
        if (mine != null && theirs != null && !mine.task().equals(theirs.task())) {
            return new Ambiguous(mine.task() + " and " + theirs.task() + " both have it");
        }
        var owner = mine == null ? theirs : mine;
        var claimants = new TreeSet<>(claimants());
        claimants.addAll(other.claimants());
        if (owner == null) {
            var first = (Waiting) this;
            return new Waiting(claimants, first.why(), first.askingEcs() || ((Waiting) other).askingEcs());
        }
        claimants.removeIf(owner::isTask);
        return claimants.isEmpty() ? owner : new Contested(owner, claimants);
    }

    /** The confirmed owner; null if there is none. */
    @Nullable
    default Known owner() {
        return switch (this) {
            case Known known -> known;
            case Contested contested -> contested.owner();
            case Kept kept -> kept.owner();
            case Waiting waiting -> null;
            case Unknown unknown -> null;
            case Ambiguous ambiguous -> null;
        };
    }

    /** Whether an answer of ECS about a task that may own the address is outstanding. */
    default boolean isAskingEcs() {
        return this instanceof Waiting waiting ? waiting.askingEcs()
                : this instanceof Contested || this instanceof Kept;
    }

    private Set<String> claimants() {
        return switch (this) {
            case Waiting waiting -> waiting.tasks();
            case Contested contested -> contested.claimants();
            case Known known -> Set.of();
            case Kept kept -> Set.of();
            case Unknown unknown -> Set.of();
            case Ambiguous ambiguous -> Set.of();
        };
    }

    /** Whether the other finding has the same owner in the same epoch; its evidence may differ. */
    default boolean isSameOwnerAs(OwnershipFinding found) {
        return (this instanceof Known was && found instanceof Known is)
                ? was.epoch().equals(is.epoch()) && was.workload().equals(is.workload()) && was.trust() == is.trust()
                : equals(found);
    }
}
