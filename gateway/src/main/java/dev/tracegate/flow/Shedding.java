package dev.tracegate.flow;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import java.util.Collection;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes room by dropping queued segments of the tenant that is furthest over its share of the budget, its oldest traces without a failure first. A
 * tenant within its share loses nothing while another tenant exceeds its own. This guarantees each share, which is the budget divided by weights, and
 * lets tenants use memory that others do not need.
 */
final class Shedding {
    /** The budget divided by this number is freed in one step, because finding the tenant that is furthest over its share visits all tenants. */
    private static final int STRIDES_IN_BUDGET = 256;

    private final SegmentBudget budget;
    private final SegmentLedger ledger;
    private final FlowListener listener;

    Shedding(SegmentBudget budget, SegmentLedger ledger, FlowListener listener) {
        this.budget = budget;
        this.ledger = ledger;
        this.listener = listener;
    }

    /** Makes room in the budget for the segment. False if the segment itself must be shed first. */
    boolean makeRoom(TenantQueue offering, Segment segment, long charge, Collection<TenantQueue> queues) {
        while (!budget.fits(charge)) {
            var over = furthestOver(offering, charge, queues);
            long wanted = Math.max(charge, budget.limit() / STRIDES_IN_BUDGET);
            if (drop(over, wanted, over == offering && !segment.envelope().failed(),
                    reason(over, ShedReason.BUFFER_FULL)) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Makes room within the tenant's own limit. False if the segment itself must be shed first, or nothing of the tenant is queued. */
    boolean makeOwnRoom(TenantQueue offering, Segment segment, long charge) {
        while (!offering.allows(charge)) {
            if (drop(offering, charge, !segment.envelope().failed(),
                    reason(offering, ShedReason.QUEUE_FULL)) == 0) {
                return false;
            }
        }
        return true;
    }

    /** The reason for shedding: {@code full}, unless the queue is full because the tenant may not send. */
    static ShedReason reason(TenantQueue queue, ShedReason full) {
        return queue.paused() ? ShedReason.ACCESS_DENIED : full;
    }

    /** Candidates: the non-empty queues plus the offering tenant, which may have all its segments in calls in flight. */
    private static TenantQueue furthestOver(TenantQueue offering, long charge, Collection<TenantQueue> queues) {
        var furthest = offering;
        double most = offering.heldByWeight(charge);
        for (var queue : queues) {
            if (!queue.isEmpty() && queue.heldByWeight(0) > most) {
                furthest = queue;
                most = queue.heldByWeight(0);
            }
        }
        return furthest;
    }

    /** Candidates: the non-empty queues of tenants that {@code may}. Null if there are none. */
    static @Nullable TenantQueue furthestOver(Collection<TenantQueue> queues, Predicate<TenantId> may) {
        TenantQueue furthest = null;
        for (var queue : queues) {
            if (!queue.isEmpty() && (furthest == null || queue.heldByWeight(0) > furthest.heldByWeight(0))
                    && may.test(queue.tenant())) {
                furthest = queue;
            }
        }
        return furthest;
    }

    private long drop(TenantQueue queue, long wanted, boolean ordinaryOnly, ShedReason reason) {
        long freed = 0;
        for (var group = queue.removeLeastValuable(ordinaryOnly); group != null; group = freed < wanted
                ? queue.removeLeastValuable(ordinaryOnly)
                : null) {
            long charge = budget.charge(group.size(), group.bytes());
            budget.release(charge);
            queue.hold(-charge);
            var counts = ledger.of(queue.tenant());
            counts.queued(-group.size(), -group.bytes());
            counts.shed(reason, group.size());
            listener.shed(queue.tenant(), group.segments(), reason);
            freed += charge;
        }
        queue.turns().shrunk(queue);
        return freed;
    }
}
