package dev.tracegate.flow.history;

import dev.tracegate.flow.Batch;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.FlowListener;
import dev.tracegate.flow.SampledOut;
import dev.tracegate.flow.SegmentRefusal;
import dev.tracegate.flow.history.Fate.State;
import dev.tracegate.flow.ledger.BoundedCounterMap;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.flow.ledger.StepwiseReading;
import dev.tracegate.sampling.head.KeepRate;
import dev.tracegate.segment.Segment;
import dev.tracegate.segment.TraceId;
import dev.tracegate.tenant.TenantId;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The states and outcomes of the latest segments, to answer "where is my trace?". A ring buffer of rows, and an index from each segment without an
 * outcome to its row. Segments with an unreadable trace id are not recorded. Owned by the loop that owns {@link Flow}: all methods are called there.
 *
 * <p>A segment that is read back from disk is a new object. It takes the row of a stored segment with the same ids and size. If that row is
 * overwritten, or the segment is from an earlier run, it gets a new row.
 */
public final class SegmentHistory implements FlowListener {
    /** Bytes per recorded segment. */
    public static final int WIDTH = FateRows.WIDTH + FateChains.WIDTH;
    /** Bytes for X-Ray's error codes, a table of 64 strings of 64 characters, and for 128 keep rates of about 100 bytes. */
    public static final int FIXED = 32 * 1024;

    /** Maximum error codes that are distinguished. X-Ray has about a dozen codes for a refused document. */
    private static final int MAX_CODES = 64;

    private final int capacity;
    private final FateRows rows;
    private final FateIndex index;
    /** The same objects as in the ledger, so they take no extra memory. */
    private final StringInterner<TenantId> tenants = new StringInterner<>(StringInterner.MAX, new TenantId("other"));
    private final StringInterner<String> codes = new StringInterner<>(MAX_CODES, BoundedCounterMap.OTHER);
    private final KeepRateNumbers rates = new KeepRateNumbers();
    private final FateReader reader;
    private final LongSupplier nanoClock;
    /** Number of rows written since the start; row number n is at {@code n % capacity}. */
    private long written;
    private long forgottenNanos;
    /** The segment that is offered next, and the rate that kept it; null where none did. */
    private @Nullable Segment keptSegment;
    private @Nullable KeepRate keptBy;

    /**
     * @param bytes maximum memory; {@code (bytes - FIXED) / WIDTH} segments are recorded, at least 1
     * @param nanoClock the clock of {@link Segment#receivedNanos}
     * @param clock converts times of that clock to instants
     * @param seed random, so that no sender can choose ids that share a chain
     */
    public SegmentHistory(long bytes, LongSupplier nanoClock, InstantSource clock, long seed) {
        this.capacity = Math.clamp((bytes - FIXED) / WIDTH, 1, Integer.MAX_VALUE / Long.BYTES - 1);
        this.rows = new FateRows(capacity);
        this.index = new FateIndex(rows, new FateChains(capacity), seed);
        this.nanoClock = nanoClock;
        this.forgottenNanos = nanoClock.getAsLong();
        this.reader = new FateReader(rows, tenants, codes, rates, clock, nanoClock);
    }

    /** Maximum number of recorded segments. */
    public int capacity() {
        return capacity;
    }

    /**
     * Searches for a trace's segments. Visits every row, {@link FateSearch#ROWS_PER_STEP} per step.
     *
     * @param max maximum segments in the result; the youngest are kept
     */
    public StepwiseReading<TraceFates> search(TraceId trace, int max) {
        return new FateSearch(this, trace, max);
    }

    /** The number of the oldest row that is not overwritten. */
    long oldest() {
        return Math.max(0, written - capacity);
    }

    /** The number of the next row that will be written. */
    long end() {
        return written;
    }

    boolean isOf(long number, TraceId trace) {
        return rows.isOf(row(number), trace);
    }

    /** @param numbers of rows that are not overwritten */
    TraceFates read(Collection<Long> numbers, int seen) {
        return reader.read(numbers.stream().mapToInt(this::row), seen, forgottenNanos);
    }

    private int row(long number) {
        return (int) (number % capacity);
    }

    @Override
    public void kept(Segment segment, KeepRate rate) {
        keptSegment = segment;
        keptBy = rate;
    }

    @Override
    public void sampledOut(TenantId tenant, SampledOut document, KeepRate rate) {
        int row = nextRow();
        rows.write(row, document, tenants.number(tenant));
        rows.decide(row, rates.number(rate));
        rows.change(row, State.SAMPLED_OUT, 0, nanoClock.getAsLong());
    }

    @Override
    public void queued(TenantId tenant, Segment segment) {
        add(tenant, segment, State.QUEUED, 0);
    }

    @Override
    public void started(Batch batch) {
        for (var segment : batch.segments()) {
            change(segment, State.IN_FLIGHT, 0);
        }
    }

    @Override
    public void waiting(Batch batch) {
        for (var segment : batch.segments()) {
            int row = index.inMemory(segment, State.WAITING);
            if (row != FateChains.NONE && rows.state(row) != State.WAITING) {
                rows.change(row, State.WAITING, 0, nanoClock.getAsLong());
            } else if (!adoptRow(segment) && row == FateChains.NONE) {
                add(batch.tenant(), segment, State.WAITING, 0);
            }
        }
    }

    @Override
    public void spooled(Batch batch) {
        for (var segment : batch.segments()) {
            int row = change(segment, State.SPOOLED, 0);
            if (row != FateChains.NONE) {
                index.isOnDisk(row, segment);
            }
        }
    }

    @Override
    public void delivered(TenantId tenant, List<Segment> segments, @Nullable String requestId) {
        var call = RequestId.read(requestId);
        for (var segment : segments) {
            end(segment, State.DELIVERED, 0, call);
        }
    }

    @Override
    public void deadLettered(TenantId tenant, Segment segment, SegmentRefusal refusal) {
        end(segment, State.DEAD_LETTERED, codes.number(refusal.code()), RequestId.read(refusal.requestId()));
    }

    @Override
    public void shed(TenantId tenant, List<Segment> segments, ShedReason reason) {
        for (var segment : segments) {
            boolean known = end(segment, State.SHED, reason.ordinal(), RequestId.NONE);
            if (!known && segment.receivedNanos() - forgottenNanos > 0) {
                add(tenant, segment, State.SHED, reason.ordinal()); // it was shed on arrival and never queued
            }
        }
    }

    private void add(TenantId tenant, Segment segment, State state, int detail) {
        var trace = segment.envelope().traceId();
        if (trace == null) {
            return;
        }
        int row = nextRow();
        rows.write(row, trace, segment, tenants.number(tenant));
        if (segment.equals(keptSegment)) {
            rows.decide(row, rates.number(keptBy));
            keptSegment = null; // its bytes are the queue's
        }
        rows.change(row, state, detail, nanoClock.getAsLong());
        if (!state.isEnd()) {
            index.isInMemory(row, segment);
        }
    }

    private int nextRow() {
        int row = row(written);
        if (written >= capacity) {
            forgottenNanos = later(forgottenNanos, rows.receivedNanos(row));
            index.remove(row);
        }
        written++;
        return row;
    }

    /** Changes the state. Returns the segment's row; {@link FateChains#NONE} if it has none. */
    private int change(Segment segment, State state, int detail) {
        int row = index.inMemory(segment, state);
        if (row != FateChains.NONE) {
            rows.change(row, state, detail, nanoClock.getAsLong());
        }
        return row;
    }

    /** Sets the outcome. Returns whether the segment has a row. */
    private boolean end(Segment segment, State state, int detail, RequestId call) {
        int row = change(segment, state, detail);
        if (row == FateChains.NONE) {
            return false;
        }
        rows.request(row, call.high(), call.low());
        index.remove(row);
        return true;
    }

    /** Assigns the row of an equal segment on disk to the segment. Returns whether there was one. */
    private boolean adoptRow(Segment segment) {
        int row = index.onDisk(segment);
        if (row == FateChains.NONE) {
            return false;
        }
        rows.mark(row, segment);
        rows.change(row, State.WAITING, 0, nanoClock.getAsLong());
        index.isInMemory(row, segment);
        return true;
    }

    private static long later(long one, long other) {
        return one - other >= 0 ? one : other;
    }
}
