package dev.tracegate.dispatch;

import dev.tracegate.flow.Batch;
import dev.tracegate.segment.Segment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A batch on its way to its end, attempt after attempt; compared by identity, since two batches may hold equal content. */
final class Attempt {
    private final Batch batch;
    private final int retries;
    private final boolean throttled;
    private final boolean sent;
    private final @Nullable Row row;
    private long startedNanos;

    /** Where the batch is stored: by it and by the halves it was cut into. */
    static final class Row {
        final long id;
        private final long segments;
        private long left;

        Row(long id, long segments) {
            this.id = id;
            this.segments = segments;
            this.left = segments;
        }

        /** Whether the batch is all that is stored there, and nothing of it has come to its end. */
        boolean isWhole(Batch batch) {
            return left == segments && batch.size() == segments;
        }

        /** So many segments came to their end; true where they were the last. */
        boolean ended(long segments) {
            left -= segments;
            return left == 0;
        }
    }

    private Attempt(Batch batch, int retries, boolean throttled, boolean sent, @Nullable Row row) {
        this.batch = batch;
        this.retries = retries;
        this.throttled = throttled;
        this.sent = sent;
        this.row = row;
    }

    static Attempt fresh(Batch batch) {
        return new Attempt(batch, 0, false, false, null);
    }

    static Attempt stored(Overflow.Stored stored) {
        return new Attempt(stored.batch(), 0, false, false, new Row(stored.id(), stored.batch().size()));
    }

    /** @param throttled whether a throttle is the reason: these the learned rate holds back, and no retry budget */
    Attempt again(boolean throttled) {
        return new Attempt(batch, retries + 1, throttled, true, row);
    }

    /** As it is, once a call with it was made. */
    Attempt afterCall() {
        return new Attempt(batch, retries, throttled, true, row);
    }

    /** Those of the batch that are to be sent once more. */
    Attempt only(List<Segment> segments) {
        return new Attempt(Batch.of(batch.tenant(), segments), retries, throttled, true, row);
    }

    /** Two halves, of a batch of at least two. */
    List<Attempt> halves() {
        var segments = batch.segments();
        int half = segments.size() / 2;
        var halves = new ArrayList<Attempt>(2);
        halves.add(new Attempt(Batch.of(batch.tenant(), segments.subList(0, half)), 0, false, true, row));
        halves.add(new Attempt(Batch.of(batch.tenant(), segments.subList(half, segments.size())), 0, false, true, row));
        return halves;
    }

    Batch batch() {
        return batch;
    }

    /** How often it failed before. */
    int retries() {
        return retries;
    }

    /** Whether a call was made with its segments: the next one sends them again. */
    boolean wasSent() {
        return sent;
    }

    /** Whether it may go without asking the retry budget. */
    boolean isFree() {
        return retries == 0 || throttled;
    }

    /** Null for a batch that is in memory alone. */
    @Nullable
    Row row() {
        return row;
    }

    void start(long now) {
        startedNanos = now;
    }

    long startedNanos() {
        return startedNanos;
    }
}
