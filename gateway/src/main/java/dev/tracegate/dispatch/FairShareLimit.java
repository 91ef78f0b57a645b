package dev.tracegate.dispatch;

/**
 * A limit that all routes share, such as calls at once. A single route may use all of it. Of several routes none may use more than three times
 * what is left, so that a route whose calls hang leaves room for the others. Owned by one loop.
 */
final class FairShareLimit {
    private static final int TIMES_THE_REST = 3;

    private final long most;
    private long used;

    /** @param most the limit, 1 or more */
    FairShareLimit(long most) {
        this.most = most;
    }

    void take(long more) {
        used += more;
    }

    void give(long less) {
        used -= less;
    }

    /** Whether any route may take more. Always true where nothing is taken, because a single batch can be larger than the limit. */
    boolean hasRoom() {
        return used == 0 || used < most;
    }

    /**
     * Whether a route may take more.
     *
     * @param own what the route has taken
     * @param routes number of routes
     */
    boolean hasRoomFor(long own, int routes) {
        return hasRoom() && (routes == 1 || own / TIMES_THE_REST < most - used);
    }
}
