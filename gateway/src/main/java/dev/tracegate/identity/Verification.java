package dev.tracegate.identity;

import java.time.Duration;

/** Confirms or refutes what this host reports about an address. Owned by one loop; answers at once from what it knows. */
public interface Verification {

    /** Age from which an ECS answer is requested again if other evidence contradicts it. */
    long RECENT_NANOS = Duration.ofSeconds(2).toNanos();

    /** Whether a task still runs, according to a source outside of this host. */
    enum TaskState {
        RUNS, ENDED,
        /** Not confirmed since then; a call to ECS is outstanding. */
        UNKNOWN
    }

    OwnershipFinding check(Claim claim);

    /** Called after a poll whose claims have all been checked: requests the open claims from ECS. */
    void poll(String cluster);

    /**
     * Whether a task still runs, decided without evidence from this host.
     *
     * @param sinceNanos on the monotonic clock; answers to earlier requests do not count
     */
    TaskState taskState(String taskArn, long sinceNanos);

    /** Accepts the agent's claims unverified: any process that can answer on the agent's address can forge them. */
    static Verification none() {
        return new Verification() {
            @Override
            public OwnershipFinding check(Claim claim) {
                return claim.known(claim.workload(), claim.trust().withoutProof());
            }

            @Override
            public void poll(String cluster) {}

            @Override
            public TaskState taskState(String taskArn, long sinceNanos) {
                return TaskState.UNKNOWN;
            }
        };
    }
}
