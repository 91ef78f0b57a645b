package dev.tracegate.embedded.store;

/**
 * Selects traces by time. Both bounds are inclusive.
 *
 * @param by the time of a trace that must lie in the window
 * @param from epoch seconds
 * @param to epoch seconds
 */
public record Window(By by, double from, double to) {

    /** The time of a trace that is compared to the window. X-Ray's TimeRangeTypes TraceId, Event and Service, in this order. */
    public enum By {
        /** Start of its earliest segment. */
        START,
        /** Second in which its last document was received. */
        RECEIVED,
        /** Any time between its start and its end. */
        ACTIVE
    }
}
