package dev.tracegate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.tenant.Trust;
import dev.tracegate.tenant.Workload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Several claims of one address. */
class OwnershipFindingTest {
    private static final OwnershipFinding.Known A = known("task/a");
    private static final OwnershipFinding.Known B = known("task/b");
    private static final OwnershipFinding WAITING_A = waiting("task/a");
    private static final OwnershipFinding WAITING_B = waiting("task/b");
    private static final OwnershipFinding KEPT_A = new OwnershipFinding.Kept(A, "not listed");
    private static final OwnershipFinding NOBODY = new OwnershipFinding.Unknown("stopped");

    @Test
    void T3_two_confirmed_tasks_are_ambiguous_and_stay_so_whatever_else_is_said() {
        assertThat(A.and(B)).isInstanceOf(OwnershipFinding.Ambiguous.class);
        assertThat(A.and(B).and(A).and(WAITING_B).and(NOBODY)).isInstanceOf(OwnershipFinding.Ambiguous.class);
    }

    @Test
    void a_claim_without_proof_leaves_a_confirmed_owner_the_address_and_is_named() {
        assertThat(A.and(WAITING_B)).isEqualTo(new OwnershipFinding.Contested(A, Set.of("task/b")));
        assertThat(A.and(WAITING_A)).as("its own").isEqualTo(A);
        assertThat(A.and(waiting("a"))).as("its own, by its id").isEqualTo(A);
        assertThat(A.and(WAITING_B).and(WAITING_A)).isEqualTo(new OwnershipFinding.Contested(A, Set.of("task/b")));
    }

    @Test
    void T5_of_two_claims_without_proof_neither_counts() {
        assertThat(WAITING_A.and(WAITING_B)).isInstanceOfSatisfying(OwnershipFinding.Waiting.class,
                both -> assertThat(both.tasks()).containsExactlyInAnyOrder("task/a", "task/b"));
    }

    @Test
    void T3_an_owner_that_nothing_speaks_for_gives_way_to_every_claim_of_another() {
        assertThat(KEPT_A.and(B)).isEqualTo(B);
        assertThat(KEPT_A.and(WAITING_B)).isEqualTo(WAITING_B);
        assertThat(KEPT_A.and(WAITING_A)).isEqualTo(KEPT_A);
        assertThat(KEPT_A.and(A)).isEqualTo(A);
        assertThat(KEPT_A.and(NOBODY)).isEqualTo(KEPT_A);
        assertThat(KEPT_A.and(new OwnershipFinding.Kept(B, "not listed"))).isInstanceOf(OwnershipFinding.Unknown.class);
    }

    @Test
    void the_order_in_which_claims_come_changes_nothing() {
        var random = new Random(7);
        var all = List.of(A, B, WAITING_A, WAITING_B, waiting("task/c"), NOBODY);
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

    private static OwnershipFinding together(List<OwnershipFinding> answers) {
        return answers.stream().reduce(NOBODY, OwnershipFinding::and);
    }

    /** Without the words, which name who came first. */
    private static Object kind(OwnershipFinding answer) {
        return switch (answer) {
            case OwnershipFinding.Waiting(var tasks, var why, var askingEcs) -> tasks;
            case OwnershipFinding.Ambiguous ambiguous -> "ambiguous";
            case OwnershipFinding.Unknown unknown -> "unknown";
            default -> answer;
        };
    }

    private static OwnershipFinding.Known known(String arn) {
        return new OwnershipFinding.Known(new Workload(arn, "cluster", "family", null, Map.of(), null), Trust.A,
                "epoch", null);
    }

    private static OwnershipFinding waiting(String task) {
        return new OwnershipFinding.Waiting(Set.of(task), "ECS is being asked", true);
    }
}
