package dev.tracegate.embedded.store;

/**
 * Which traces a reader looks at. Both bounds belong to it.
 *
 * @param from epoch seconds
 * @param to epoch seconds
 */
public record Window(By by, double from, double to) {

    /** What of a trace must lie in the window. */
    public enum By {
        /** The start of its earliest segment. */
        START,
        /** The second in which its last document was received. */
        RECEIVED,
        /** Any moment between its start and its end. */
        ACTIVE
    }
}
