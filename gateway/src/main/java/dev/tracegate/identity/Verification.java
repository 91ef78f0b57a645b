package dev.tracegate.identity;

import java.time.Duration;

/** Whether what this host says of an address is so. Owned by one loop; answers at once from what it knows. */
public interface Verification {

    /** What was asked so long ago is worth asking again where something speaks against it. */
    long RECENT_NANOS = Duration.ofSeconds(2).toNanos();

    /** Whether a task still runs, according to a source outside of this host. */
    enum Life {
        RUNS, ENDED,
        /** Not confirmed since then; ECS is being asked. */
        UNKNOWN
    }

    OwnershipFinding check(Claim claim);

    /** Called after a poll whose claims have all been checked: asks about the claims that are open. */
    void poll(String cluster);

    /**
     * Whether a task still runs, without a word from this host.
     *
     * @param sinceNanos on the monotonic clock; what was asked by then proves no life
     */
    Life life(String taskArn, long sinceNanos);

    /** Takes the agent's word: who can answer in the agent's stead can be anybody. So the trust is one less. */
    static Verification none() {
        return new Verification() {
            @Override
            public OwnershipFinding check(Claim claim) {
                return claim.known(claim.workload(), claim.trust().withoutProof());
            }

            @Override
            public void poll(String cluster) {}

            @Override
            public Life life(String taskArn, long sinceNanos) {
                return Life.UNKNOWN;
            }
        };
    }
}
