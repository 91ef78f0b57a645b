package dev.tracegate.flow.history;

import dev.tracegate.flow.history.Fate.State;
import dev.tracegate.segment.Segment;

/**
 * Finds the row of a segment without an outcome by its ids, its size and the time it was received. A segment on disk is found without the time, because
 * it has another one when it is read back. Segments with an outcome are not in the index.
 *
 * @param seed random, so that no sender can choose ids that share a chain
 */
record FateIndex(FateRows rows, FateChains chains, long seed) {

    /** The row of the segment in memory. If there are several equal ones, which is possible only after a read from disk, one that is not in the state yet. */
    int inMemory(Segment segment, State state) {
        int found = FateChains.NONE;
        int mark = FateRows.markOf(segment);
        for (int row = first(segment, mark); row != FateChains.NONE; row = chains.next(row)) {
            if (rows.mark(row) == mark && rows.state(row) != State.SPOOLED && isLike(row, segment)) {
                found = row;
                if (rows.state(row) != state) {
                    return row;
                }
            }
        }
        return found;
    }

    /** The row of an equal segment that is on disk. */
    int onDisk(Segment segment) {
        int row = first(segment, 0);
        while (row != FateChains.NONE && !(rows.state(row) == State.SPOOLED && isLike(row, segment))) {
            row = chains.next(row);
        }
        return row;
    }

    void isInMemory(int row, Segment segment) {
        chains.remove(row);
        chains.add(row, hash(segment, FateRows.markOf(segment)));
    }

    void isOnDisk(int row, Segment segment) {
        chains.remove(row);
        chains.add(row, hash(segment, 0));
    }

    void remove(int row) {
        chains.remove(row);
    }

    private int first(Segment segment, int mark) {
        return segment.envelope().traceId() == null ? FateChains.NONE : chains.first(hash(segment, mark));
    }

    private boolean isLike(int row, Segment segment) {
        var trace = segment.envelope().traceId();
        return trace != null && rows.isLike(row, trace, segment);
    }

    private long hash(Segment segment, int mark) {
        var trace = segment.envelope().traceId();
        if (trace == null) {
            throw new IllegalArgumentException("a segment without a trace id has no row");
        }
        long hash = mix(seed ^ trace.high());
        hash = mix(hash ^ trace.low());
        hash = mix(hash ^ segment.envelope().id());
        return mix(hash ^ (((long) segment.bytes() << Integer.SIZE) | Integer.toUnsignedLong(mark)));
    }

    /** David Stafford's variant 13 of MurmurHash3's finalizer, as in SplittableRandom. */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
