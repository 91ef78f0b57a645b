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
 * Makes room by dropping queued segments of the tenant that is furthest over its share of the budget, its oldest traces without a fault first. A
 * tenant within its share loses nothing while another tenant is over its own. So a share, which is the budget divided by weights, is guaranteed,
 * and tenants may use what others leave.
 */
final class Shedding {
    /** One part in this many of the budget is freed at once, because finding the tenant that is furthest over visits all tenants. */
    private static final int STRIDES_IN_BUDGET = 256;

    private final SegmentBudget budget;
    private final SegmentLedger ledger;
    private final FlowListener listener;

    Shedding(SegmentBudget budget, SegmentLedger ledger, FlowListener listener) {
        this.budget = budget;
        this.ledger = ledger;
        this.listener = listener;
    }

    /** Makes room in the budget for the segment. False where the segment itself is the one to shed first. */
    boolean makeRoom(TenantQueue offering, Segment segment, long charge, Collection<TenantQueue> queues) {
        while (!budget.fits(charge)) {
            var over = furthestOver(offering, charge, queues);
            long wanted = Math.max(charge, budget.limit() / STRIDES_IN_BUDGET);
            if (giveUp(over, wanted, over == offering && !segment.envelope().failed(),
                    reason(over, ShedReason.BUFFER_FULL)) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Makes room within the tenant's own limit. False where the segment itself is the one to shed first, or nothing of the tenant is queued. */
    boolean makeOwnRoom(TenantQueue offering, Segment segment, long charge) {
        while (!offering.allows(charge)) {
            if (giveUp(offering, charge, !segment.envelope().failed(),
                    reason(offering, ShedReason.QUEUE_FULL)) == 0) {
                return false;
            }
        }
        return true;
    }

    /** The reason for shedding: where the tenant may not send, its queue is full because of that. */
    static ShedReason reason(TenantQueue queue, ShedReason full) {
        return queue.paused() ? ShedReason.ACCESS_DENIED : full;
    }

    /** Candidates: the non-empty queues plus the offering tenant, which may have all its segments in calls under way. */
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

    /** Candidates: the non-empty queues of tenants that {@code may}. Null where there are none. */
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

    private long giveUp(TenantQueue queue, long wanted, boolean ordinaryOnly, ShedReason reason) {
        long freed = 0;
        for (var group = queue.giveUp(ordinaryOnly); group != null; group = freed < wanted ? queue.giveUp(ordinaryOnly)
                : null) {
            long charge = budget.charge(group.size(), group.bytes());
            budget.release(charge);
            queue.hold(-charge);
            var page = ledger.of(queue.tenant());
            page.queued(-group.size(), -group.bytes());
            page.shed(reason, group.size());
            listener.shed(queue.tenant(), group.segments(), reason);
            freed += charge;
        }
        queue.turns().shrunk(queue);
        return freed;
    }
}
