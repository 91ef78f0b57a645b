package dev.tracegate.dispatch;

/**
 * Segments that were not delivered before the process stopped.
 *
 * @param stored segments on disk, to be sent after a restart
 * @param lost segments shed with the reason {@link dev.tracegate.flow.ledger.ShedReason#DRAIN_DEADLINE}
 */
public record DrainResult(long stored, long lost) {
    public static final DrainResult NOTHING = new DrainResult(0, 0);

    DrainResult plus(DrainResult other) {
        return new DrainResult(stored + other.stored, lost + other.lost);
    }
}
