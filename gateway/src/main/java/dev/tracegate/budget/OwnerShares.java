package dev.tracegate.budget;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Divides a {@link ByteBudget} among owners, such as caller addresses. No owner can reserve more than its share, so one owner cannot use
 * the whole budget. An owner without reservations takes no memory, so the number of owners is bounded by the number of reservations. Any
 * thread; no call blocks.
 *
 * @param <O> the owner; comparable, because callers can choose owners with equal hash codes
 */
public final class OwnerShares<O extends Comparable<O>> {
    private final ByteBudget budget;
    private final long share;
    private final ConcurrentHashMap<O, Long> held = new ConcurrentHashMap<>();

    /**
     * @param share bytes an owner may hold at most, 1 to the limit of the budget
     * @throws IllegalArgumentException if the share is outside of that
     */
    public OwnerShares(ByteBudget budget, long share) {
        if (share <= 0 || share > budget.limit()) {
            throw new IllegalArgumentException(
                    "a share must be 1 to " + budget.limit() + " bytes, was " + share);
        }
        this.budget = budget;
        this.share = share;
    }

    /**
     * Reserves all of the bytes for the owner or none of them.
     *
     * @param bytes 1 or more
     * @return false if they would exceed the owner's share or what is left of the budget
     */
    public boolean tryReserve(O owner, long bytes) {
        if (!takeOfShare(owner, bytes)) {
            return false;
        }
        if (budget.tryReserve(bytes)) {
            return true;
        }
        returnToShare(owner, bytes);
        return false;
    }

    /** @param bytes reserved for this owner before, and released once only */
    public void release(O owner, long bytes) {
        returnToShare(owner, bytes);
        budget.release(bytes);
    }

    /** Bytes that the owner holds; 0 to the share. */
    public long heldBy(O owner) {
        return held.getOrDefault(owner, 0L);
    }

    private boolean takeOfShare(O owner, long bytes) {
        var outcome = new boolean[1];
        held.compute(owner, (same, before) -> {
            long now = before == null ? 0 : before;
            outcome[0] = bytes <= share - now;
            return outcome[0] ? Long.valueOf(now + bytes) : before;
        });
        return outcome[0];
    }

    private void returnToShare(O owner, long bytes) {
        held.computeIfPresent(owner, (same, before) -> before > bytes ? before - bytes : null);
    }
}
