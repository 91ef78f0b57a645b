package dev.tracegate.flow.history;

import java.util.Arrays;

/** Finds rows by hash: a hash table with doubly linked chains, so that a row is removed in constant time. */
final class FateChains {
    /** Bytes per row. */
    static final int WIDTH = 3 * Integer.BYTES;
    static final int NONE = -1;

    private static final int UNLINKED = Integer.MIN_VALUE;

    private final int[] heads;
    private final int[] next;
    /** The row before; for the first row of a chain, the chain as {@code ~chain}; {@link #UNLINKED} for a row in no chain. */
    private final int[] previous;

    FateChains(int rows) {
        heads = new int[rows];
        next = new int[rows];
        previous = new int[rows];
        Arrays.fill(heads, NONE);
        Arrays.fill(previous, UNLINKED);
    }

    /** The youngest row of the hash's chain, which may contain rows of other hashes; {@link #NONE} if there is none. */
    int first(long hash) {
        return heads[chain(hash)];
    }

    int next(int row) {
        return next[row];
    }

    void add(int row, long hash) {
        int chain = chain(hash);
        int first = heads[chain];
        next[row] = first;
        if (first != NONE) {
            previous[first] = row;
        }
        previous[row] = ~chain;
        heads[chain] = row;
    }

    /** Removes the row from its chain. Does nothing if it is in none. */
    void remove(int row) {
        int before = previous[row];
        int after = next[row];
        if (before == UNLINKED) {
            return;
        }
        if (before < 0) {
            heads[~before] = after;
        } else {
            next[before] = after;
        }
        if (after != NONE) {
            previous[after] = before;
        }
        previous[row] = UNLINKED;
    }

    private int chain(long hash) {
        return (int) Math.unsignedMultiplyHigh(hash, heads.length);
    }
}
