package dev.tracegate.dispatch;

/**
 * What had not arrived at the end, in segments.
 *
 * @param stored kept, to be sent after a restart
 * @param lost shed, with {@link dev.tracegate.flow.ShedReason#DRAIN_DEADLINE}
 */
public record Left(long stored, long lost) {
    public static final Left NOTHING = new Left(0, 0);

    Left plus(Left other) {
        return new Left(stored + other.stored, lost + other.lost);
    }
}
