package dev.tracegate.dispatch;

/**
 * A number of something that all routes have together, such as calls at once. While there is but one it may have them all; of several none may
 * have more than three times what is left, so that one whose calls hang leaves room for the others. Owned by one loop.
 */
final class FairShareLimit {
    private static final int TIMES_THE_REST = 3;

    private final long most;
    private long used;

    /** @param most 1 or more */
    FairShareLimit(long most) {
        this.most = most;
    }

    void take(long more) {
        used += more;
    }

    void give(long less) {
        used -= less;
    }

    /** Whether anybody may take more. Where nothing is taken one may always: a single batch can be greater than the number. */
    boolean hasRoom() {
        return used == 0 || used < most;
    }

    /**
     * Whether a route may take more.
     *
     * @param own what it has
     * @param routes how many there are
     */
    boolean hasRoomFor(long own, int routes) {
        return hasRoom() && (routes == 1 || own / TIMES_THE_REST < most - used);
    }
}
