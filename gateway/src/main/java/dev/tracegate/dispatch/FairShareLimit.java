package dev.tracegate.dispatch;

/**
 * A limit that all routes share, such as the number of concurrent calls. A single route may use all of it. If there are several routes, none may use
 * more than three times the unused part, so that a route with hanging calls leaves room for the others. Owned by one loop.
 */
final class FairShareLimit {
    private static final int TIMES_UNUSED = 3;

    private final long limit;
    private long used;

    /** @param limit 1 or more */
    FairShareLimit(long limit) {
        this.limit = limit;
    }

    void take(long more) {
        used += more;
    }

    void give(long less) {
        used -= less;
    }

    /** Whether any route may take more. Always true if nothing is taken, because a single batch can be larger than the limit. */
    boolean hasRoom() {
        return used == 0 || used < limit;
    }

    /**
     * Whether a route may take more.
     *
     * @param own what the route has taken
     * @param routes number of routes
     */
    boolean hasRoomFor(long own, int routes) {
        return hasRoom() && (routes == 1 || own / TIMES_UNUSED < limit - used);
    }
}
