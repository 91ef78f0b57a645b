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
 * Who gives way when there is no room: the tenant furthest over its share, its oldest ordinary traces first. A tenant within its share is
 * never asked while another is over its own, so that the share (the budget by weights) is a guarantee, and what nobody uses is anybody's.
 */
final class Shedding {
    /** Looking for who is furthest over takes a step a tenant; so much is freed for it, that it is not done for every segment. */
    private static final int STRIDES_IN_BUDGET = 256;

    private final SegmentBudget budget;
    private final SegmentLedger books;
    private final FlowListener listener;

    Shedding(SegmentBudget budget, SegmentLedger books, FlowListener listener) {
        this.budget = budget;
        this.books = books;
        this.listener = listener;
    }

    /** Room in the budget for the segment. False where it is itself what is worth least. */
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

    /** Room within the tenant's own limit. False where the segment is itself what is worth least, or nothing of the tenant's waits. */
    boolean makeOwnRoom(TenantQueue offering, Segment segment, long charge) {
        while (!offering.allows(charge)) {
            if (giveUp(offering, charge, !segment.envelope().failed(),
                    reason(offering, ShedReason.QUEUE_FULL)) == 0) {
                return false;
            }
        }
        return true;
    }

    /** A queue that may not send is full for that reason, and not because it holds too little. */
    static ShedReason reason(TenantQueue queue, ShedReason full) {
        return queue.paused() ? ShedReason.ACCESS_DENIED : full;
    }

    /** Of those who have something to give, and of who asks: it may hold all it has in calls under way. */
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

    /** Of those who have something to give and may; null where nobody has. */
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
            var ledger = books.of(queue.tenant());
            ledger.queued(-group.size(), -group.bytes());
            ledger.shed(reason, group.size());
            listener.shed(queue.tenant(), group.segments(), reason);
            freed += charge;
        }
        queue.turns().shrunk(queue);
        return freed;
    }
}
