package dev.tracegate.identity.agent;

import dev.tracegate.identity.Claim;
import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.Verification;
import dev.tracegate.identity.Verification.TaskState;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Confirmed tasks that the ECS agent does not list now, because they have ended, or because the agent does not answer or has just started and
 * knows no task yet. So ECS is called about them:
 * <ul>
 * <li>ECS says that the task has ended, or the agent lists it as stopped, or lists another task with its address: the ownership ends at once;
 * <li>ECS says that the task runs: the ownership lasts, as long as ECS confirms it every 30 s;
 * <li>ECS does not answer: known sockets are accepted for {@value #KEPT_SECONDS} seconds. Without the agent no new task can start on this host and get the
 * address.
 * </ul>
 * Owned by one loop.
 */
final class UnlistedOwners {
    /** A restarted agent lists its tasks again after 10 to 40 s. */
    static final int KEPT_SECONDS = 60;
    private static final long KEPT_NANOS = Duration.ofSeconds(KEPT_SECONDS).toNanos();

    private final Verification verification;
    private final LongSupplier nanoClock;
    private final Map<InetAddress, Owner> owners = new HashMap<>();

    private record Owner(Claim claim, OwnershipFinding.Known known, long listedNanos) {}

    UnlistedOwners(Verification verification, LongSupplier nanoClock) {
        this.verification = verification;
        this.nanoClock = nanoClock;
    }

    /** Called for a listed task whose ownership of the address is confirmed. */
    void confirmed(Claim claim, OwnershipFinding.Known known) {
        var other = owners.get(claim.address());
        // of two confirmed tasks the first stays; while both are listed, the address is ambiguous
        if (other == null || other.claim().taskArn().equals(claim.taskArn())) {
            owners.put(claim.address(), new Owner(claim, known, nanoClock.getAsLong()));
        }
    }

    /** Called for a listed task whose ownership is no longer confirmed. */
    void denied(Claim claim) {
        owners.computeIfPresent(claim.address(),
                (address, owner) -> owner.claim().taskArn().equals(claim.taskArn()) ? null : owner);
    }

    /** Called for a task that is listed as stopped. */
    void ended(String taskArn) {
        owners.values().removeIf(owner -> owner.claim().taskArn().equals(taskArn));
    }

    /** The container instance on which the task of the claim was confirmed; null if it was not confirmed. */
    @Nullable
    String instanceOf(Claim claim) {
        var owner = owners.get(claim.address());
        return owner != null && owner.claim().taskArn().equals(claim.taskArn()) ? owner.claim().instance() : null;
    }

    /**
     * The findings for the owners that are not in the agent's list.
     *
     * @param listed ARNs of tasks in the list, whatever their state
     * @param claimed addresses of tasks in the list that are not stopped
     */
    Map<InetAddress, OwnershipFinding> unlisted(Set<String> listed, Set<InetAddress> claimed) {
        owners.values()
                .removeIf(owner -> !listed.contains(owner.claim().taskArn())
                        && claimed.contains(owner.claim().address()));
        return answers(owner -> !listed.contains(owner.claim().taskArn()));
    }

    /** The findings for all owners, if there is no list. */
    Map<InetAddress, OwnershipFinding> all() {
        return answers(owner -> true);
    }

    private Map<InetAddress, OwnershipFinding> answers(Predicate<Owner> wanted) {
        var answers = new HashMap<InetAddress, OwnershipFinding>();
        owners.values().removeIf(owner -> {
            var answer = wanted.test(owner) ? answer(owner) : null;
            if (answer != null) {
                answers.put(owner.claim().address(), answer);
            }
            return answer instanceof OwnershipFinding.Unknown;
        });
        answers.values().removeIf(OwnershipFinding.Unknown.class::isInstance);
        return answers;
    }

    private OwnershipFinding answer(Owner owner) {
        var state = verification.taskState(owner.claim().taskArn(), owner.listedNanos());
        if (state == TaskState.RUNS) {
            return verification.check(owner.claim());
        }
        boolean over = state == TaskState.ENDED || nanoClock.getAsLong() - owner.listedNanos() >= KEPT_NANOS;
        return over
                ? new OwnershipFinding.Unknown(owner.claim().taskArn() + " has ended")
                : new OwnershipFinding.Kept(owner.known(),
                        "the ECS agent does not list it now, and ECS has not said that it runs");
    }
}
