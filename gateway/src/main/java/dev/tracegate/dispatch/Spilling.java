package dev.tracegate.dispatch;

import dev.tracegate.flow.Batch;
import dev.tracegate.flow.Flow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves batches from memory to the {@link Overflow} while memory is short, and back when there is room. What comes back waits here until
 * nothing fresh is to be sent. Owned by the dispatcher's loop.
 */
final class Spilling {
    /** Above this share of the budget batches leave, so that what arrives meanwhile has room. */
    private static final double HIGH = 0.70;
    /** Below this share they come back. */
    private static final double LOW = 0.30;
    /** Of the budget, that come back at once. */
    private static final double PORTION = 0.05;

    private final Flow flow;
    private final Overflow overflow;
    private final Runnable changed;
    private final ArrayDeque<Attempt> back = new ArrayDeque<>();
    private long writingBytes;
    private boolean reading;
    private boolean closed;

    /** @param changed to be run when something has come back or there may be more room */
    Spilling(Flow flow, Overflow overflow, Runnable changed) {
        this.flow = flow;
        this.overflow = overflow;
        this.changed = changed;
    }

    /** Lets batches leave while memory is short. Those that find no room there stay, and are handed to {@code kept}. */
    void relieve(java.util.function.Consumer<Batch> kept) {
        while (flow.used() - writingBytes > HIGH * flow.limit()) {
            var batch = flow.spill(overflow::accepts);
            if (batch == null) {
                return;
            }
            writingBytes += batch.bytes();
            overflow.put(batch).onSuccess(stored -> {
                writingBytes -= batch.bytes();
                if (stored) {
                    flow.spooled(batch);
                } else {
                    kept.accept(batch);
                }
                changed.run();
            });
        }
    }

    /** Asks for what is stored, if there is room for it in memory. */
    void refill() {
        if (reading || !back.isEmpty() || flow.used() > LOW * flow.limit() || !overflow.hasMore(_ -> true)) {
            return;
        }
        reading = true;
        overflow.take(_ -> true, (long) (PORTION * flow.limit())).onSuccess(stored -> {
            reading = false;
            if (closed) {
                stored.forEach(one -> overflow.release(one.id()));
                return;
            }
            for (var one : stored) {
                flow.unspooled(one.batch());
                back.add(Attempt.stored(one));
            }
            if (!stored.isEmpty()) {
                changed.run();
            }
        });
    }

    /** The oldest that has come back, in flight from here on; or null. */
    @Nullable
    Attempt next() {
        var attempt = back.poll();
        if (attempt != null) {
            flow.started(attempt.batch());
        }
        return attempt;
    }

    boolean hasNext() {
        return !back.isEmpty();
    }

    boolean isWriting() {
        return writingBytes > 0;
    }

    /** Segments of a stored batch came to their end. */
    void ended(Attempt attempt, long segments) {
        var row = attempt.row();
        if (row != null && segments > 0 && row.ended(segments)) {
            overflow.done(row.id);
        }
    }

    /** What has come back and was not begun; what is still on its way is given back. */
    List<Attempt> close() {
        closed = true;
        var all = new ArrayList<>(back);
        back.clear();
        return all;
    }
}
