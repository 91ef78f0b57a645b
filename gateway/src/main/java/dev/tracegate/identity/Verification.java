package dev.tracegate.identity;

import dev.tracegate.tenant.Trust;

/** Whether what this host says of an address is so. Owned by one loop; answers at once from what it knows. */
public interface Verification {

    Answer check(Claim claim);

    /** After a look, with all its claims checked: time to ask about those that are open. */
    void pursue(String cluster);

    /** Whether a task is known to live, without a word from this host. */
    boolean vouchesFor(String taskArn);

    /** Takes the agent's word: who can answer in the agent's stead can be anybody. So the trust is one less. */
    static Verification none() {
        return new Verification() {
            @Override
            public Answer check(Claim claim) {
                return claim.known(claim.workload(), claim.trust() == Trust.A ? Trust.B : Trust.C);
            }

            @Override
            public void pursue(String cluster) {}

            @Override
            public boolean vouchesFor(String taskArn) {
                return false;
            }
        };
    }
}
