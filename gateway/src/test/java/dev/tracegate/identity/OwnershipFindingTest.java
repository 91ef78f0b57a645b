package dev.tracegate.identity;

import static dev.tracegate.identity.IdentityGiven.workload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.tenant.Trust;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The combination of several findings for one address. */
class OwnershipFindingTest {
    private static final OwnershipFinding.Known A = known("task/a");
    private static final OwnershipFinding.Known B = known("task/b");
    private static final OwnershipFinding WAITING_A = waiting("task/a");
    private static final OwnershipFinding WAITING_B = waiting("task/b");
    private static final OwnershipFinding KEPT_A = new OwnershipFinding.Kept(A, "not listed");
    private static final OwnershipFinding UNKNOWN = new OwnershipFinding.Unknown("stopped");

    @Test
    void T3_two_confirmed_tasks_are_ambiguous_together_with_any_other_finding() {
        assertThat(A.and(B)).isInstanceOf(OwnershipFinding.Ambiguous.class);
        assertThat(A.and(B).and(A).and(WAITING_B).and(UNKNOWN)).isInstanceOf(OwnershipFinding.Ambiguous.class);
    }

    @Test
    void an_unconfirmed_claim_contests_a_confirmed_owner_and_is_named() {
        assertThat(A.and(WAITING_B)).isEqualTo(new OwnershipFinding.Contested(A, Set.of("task/b")));
        assertThat(A.and(WAITING_A)).as("a claim of the owner itself").isEqualTo(A);
        assertThat(A.and(waiting("a"))).as("a claim of the owner itself, by its task id").isEqualTo(A);
        assertThat(A.and(WAITING_B).and(WAITING_A)).isEqualTo(new OwnershipFinding.Contested(A, Set.of("task/b")));
    }

    @Test
    void T5_two_unconfirmed_claims_confirm_no_owner() {
        assertThat(WAITING_A.and(WAITING_B)).isInstanceOfSatisfying(OwnershipFinding.Waiting.class,
                both -> assertThat(both.tasks()).containsExactlyInAnyOrder("task/a", "task/b"));
    }

    @Test
    void T3_an_owner_without_current_evidence_is_replaced_by_any_claim_of_another_task() {
        assertThat(KEPT_A.and(B)).isEqualTo(B);
        assertThat(KEPT_A.and(WAITING_B)).isEqualTo(WAITING_B);
        assertThat(KEPT_A.and(WAITING_A)).isEqualTo(KEPT_A);
        assertThat(KEPT_A.and(A)).isEqualTo(A);
        assertThat(KEPT_A.and(UNKNOWN)).isEqualTo(KEPT_A);
        assertThat(KEPT_A.and(new OwnershipFinding.Kept(B, "not listed"))).isInstanceOf(OwnershipFinding.Unknown.class);
    }

    @Test
    void the_order_of_the_findings_does_not_matter() {
        var random = new Random(7);
        var all = List.of(A, B, WAITING_A, WAITING_B, waiting("task/c"), UNKNOWN);
        for (int round = 0; round < 2_000; round++) {
            var some = new ArrayList<OwnershipFinding>();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                some.add(all.get(random.nextInt(all.size())));
            }
            var before = together(some);
            Collections.shuffle(some, random);

            assertThat(kind(together(some))).as("%s", some).isEqualTo(kind(before));
        }
    }

    private static OwnershipFinding together(List<OwnershipFinding> findings) {
        return findings.stream().reduce(UNKNOWN, OwnershipFinding::and);
    }

    /** Drops the explanation, which depends on the order. */
    private static Object kind(OwnershipFinding answer) {
        return switch (answer) {
            case OwnershipFinding.Waiting(var tasks, var why, var askingEcs) -> tasks;
            case OwnershipFinding.Ambiguous ambiguous -> "ambiguous";
            case OwnershipFinding.Unknown unknown -> "unknown";
            default -> answer;
        };
    }

    private static OwnershipFinding.Known known(String arn) {
        return new OwnershipFinding.Known(workload(arn, "family"), Trust.A,
                "epoch", null);
    }

    private static OwnershipFinding waiting(String task) {
        return new OwnershipFinding.Waiting(Set.of(task), "ECS is being asked", true);
    }
}
