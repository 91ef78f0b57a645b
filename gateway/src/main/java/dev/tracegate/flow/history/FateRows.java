package dev.tracegate.flow.history;

import dev.tracegate.flow.SampledOut;
import dev.tracegate.flow.history.Fate.State;
import dev.tracegate.segment.Segment;
import dev.tracegate.segment.SourceKey;
import dev.tracegate.segment.TraceId;
import java.net.InetSocketAddress;

/** The segments of the history, as rows of 8 longs and 5 ints in two arrays, without an object per row. */
final class FateRows {
    /** Bytes per row. */
    static final int WIDTH = 8 * Long.BYTES + 5 * Integer.BYTES;

    private static final int LONGS = 8;
    private static final int TRACE_HIGH = 0;
    private static final int TRACE_LOW = 1;
    private static final int SEGMENT = 2;
    private static final int RECEIVED = 3;
    private static final int SOURCE_HIGH = 4;
    private static final int SOURCE_LOW = 5;
    private static final int REQUEST_HIGH = 6;
    private static final int REQUEST_LOW = 7;

    private static final int INTS = 5;
    private static final int MARK = 0;
    private static final int BYTES = 1;
    private static final int CHANGED = 2;
    private static final int TENANT_AND_PORT = 3;
    /** The state in the highest byte, its detail in the next one, the sampling decision in the lower two. */
    private static final int STATE_AND_DECISION = 4;
    private static final int STATE_SHIFT = 24;
    private static final int DETAIL_SHIFT = 16;
    private static final int DETAIL_MASK = 0xff;

    private static final State[] STATES = State.values();
    private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L; // multiplied by 2^64; distributes the hashes of times that are close to each other
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final long[] longs;
    private final int[] ints;

    FateRows(int rows) {
        longs = new long[rows * LONGS];
        ints = new int[rows * INTS];
    }

    /** Writes a row for a segment with a known trace. The caller sets the state with {@link #change} next. */
    void write(int row, TraceId trace, Segment segment, int tenant) {
        write(row, trace, segment.envelope().id(), segment.receivedNanos(), segment.bytes());
        writeSender(row, segment.source(), tenant);
        mark(row, segment);
    }

    /** Writes a row for a document that was dropped; else as the other. */
    void write(int row, SampledOut document, int tenant) {
        write(row, document.trace(), document.segmentId(), document.receivedNanos(), document.bytes());
        writeSender(row, document.source(), tenant);
    }

    private void write(int row, TraceId trace, long segmentId, long receivedNanos, int bytes) {
        int at = row * LONGS;
        longs[at + TRACE_HIGH] = trace.high();
        longs[at + TRACE_LOW] = trace.low();
        longs[at + SEGMENT] = segmentId;
        longs[at + RECEIVED] = receivedNanos;
        ints[row * INTS + BYTES] = bytes;
        decide(row, 0);
    }

    private void writeSender(int row, InetSocketAddress source, int tenant) {
        ints[row * INTS + TENANT_AND_PORT] = (tenant << Character.SIZE) | source.getPort();
        writeSource(row * LONGS, source);
    }

    private void writeSource(int at, InetSocketAddress source) {
        var address = source.getAddress();
        var key = address == null ? null : SourceKey.of(address);
        longs[at + SOURCE_HIGH] = key == null ? 0 : key.high();
        longs[at + SOURCE_LOW] = key == null ? 0 : key.low();
    }

    /** A hash of the time received, which distinguishes segments with the same ids and size. */
    static int markOf(Segment segment) {
        return (int) ((segment.receivedNanos() * GOLDEN_RATIO) >>> Integer.SIZE);
    }

    void mark(int row, Segment segment) {
        ints[row * INTS + MARK] = markOf(segment);
    }

    int mark(int row) {
        return ints[row * INTS + MARK];
    }

    boolean isOf(int row, TraceId trace) {
        return longs[row * LONGS + TRACE_HIGH] == trace.high() && longs[row * LONGS + TRACE_LOW] == trace.low();
    }

    /** Whether the row's segment has the same ids and size. */
    boolean isLike(int row, TraceId trace, Segment segment) {
        return isOf(row, trace) && segmentId(row) == segment.envelope().id() && bytes(row) == segment.bytes();
    }

    /**
     * Sets the state and the time of the change, and clears the request id.
     *
     * @param detail 0 to 255
     */
    void change(int row, State state, int detail, long now) {
        ints[row * INTS + STATE_AND_DECISION] = (state.ordinal() << STATE_SHIFT) | (detail << DETAIL_SHIFT)
                | decision(row);
        long millis = (now - receivedNanos(row)) / NANOS_PER_MILLI;
        ints[row * INTS + CHANGED] = Math.clamp(millis, 0, Integer.MAX_VALUE); // at most 24 days
        request(row, 0, 0);
    }

    void request(int row, long high, long low) {
        longs[row * LONGS + REQUEST_HIGH] = high;
        longs[row * LONGS + REQUEST_LOW] = low;
    }

    State state(int row) {
        return STATES[ints[row * INTS + STATE_AND_DECISION] >>> STATE_SHIFT];
    }

    int detail(int row) {
        return (ints[row * INTS + STATE_AND_DECISION] >>> DETAIL_SHIFT) & DETAIL_MASK;
    }

    /** Sets the sampling decision, a number of {@link KeepRateNumbers}. */
    void decide(int row, int decision) {
        int at = row * INTS + STATE_AND_DECISION;
        ints[at] = (ints[at] & ~Character.MAX_VALUE) | decision;
    }

    int decision(int row) {
        return ints[row * INTS + STATE_AND_DECISION] & Character.MAX_VALUE;
    }

    long segmentId(int row) {
        return longs[row * LONGS + SEGMENT];
    }

    long receivedNanos(int row) {
        return longs[row * LONGS + RECEIVED];
    }

    long changedNanos(int row) {
        return receivedNanos(row) + ints[row * INTS + CHANGED] * NANOS_PER_MILLI;
    }

    int bytes(int row) {
        return ints[row * INTS + BYTES];
    }

    int tenant(int row) {
        return ints[row * INTS + TENANT_AND_PORT] >>> Character.SIZE;
    }

    int port(int row) {
        return ints[row * INTS + TENANT_AND_PORT] & Character.MAX_VALUE;
    }

    long sourceHigh(int row) {
        return longs[row * LONGS + SOURCE_HIGH];
    }

    long sourceLow(int row) {
        return longs[row * LONGS + SOURCE_LOW];
    }

    long requestHigh(int row) {
        return longs[row * LONGS + REQUEST_HIGH];
    }

    long requestLow(int row) {
        return longs[row * LONGS + REQUEST_LOW];
    }
}
