package dev.tracegate.dispatch;

import dev.tracegate.flow.Batch;
import dev.tracegate.segment.Segment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A batch on its way to its end, attempt after attempt; compared by identity, since two batches may hold equal content. */
final class BatchAttempt {
    private final Batch batch;
    private final Past past;
    private @Nullable StoredCopy copy;
    private long startedNanos;

    /**
     * What became of the attempts before.
     *
     * @param sent whether there was one, of this batch or of the one it was cut from
     * @param retries how often it failed
     * @param throttled whether a throttle was the last reason: these the learned rate holds back, and no retry budget
     * @param unknown how often X-Ray refused it with a code that is not known
     * @param foreign how often something on the way refused it
     * @param passes how many calls to its destination had been answered by X-Ray when it was last refused on the way
     */
    private record Past(boolean sent, int retries, boolean throttled, int unknown, int foreign, long passes) {
        static final Past NONE = new Past(false, 0, false, 0, 0, 0);
        static final Past CUT = new Past(true, 0, false, 0, 0, 0);
    }

    private BatchAttempt(Batch batch, Past past, @Nullable StoredCopy copy) {
        this.batch = batch;
        this.past = past;
        this.copy = copy;
    }

    static BatchAttempt fresh(Batch batch) {
        return new BatchAttempt(batch, Past.NONE, null);
    }

    static BatchAttempt stored(Overflow.Stored stored) {
        return new BatchAttempt(stored.batch(), Past.NONE, StoredCopy.stored(stored));
    }

    /** @param throttled whether a throttle is the reason */
    BatchAttempt again(boolean throttled) {
        return new BatchAttempt(batch,
                new Past(true, past.retries + 1, throttled, past.unknown, past.foreign, past.passes), copy);
    }

    /** As it is, once a call with it was made. */
    BatchAttempt afterCall() {
        return new BatchAttempt(batch,
                new Past(true, past.retries, past.throttled, past.unknown, past.foreign, past.passes),
                copy);
    }

    /** X-Ray refused its segments with a code that is not known. */
    BatchAttempt afterUnknownCode() {
        return new BatchAttempt(batch, new Past(true, past.retries, past.throttled, past.unknown + 1, past.foreign,
                past.passes), copy);
    }

    /**
     * Something on the way refused it.
     *
     * @param passes calls to the destination that X-Ray has answered so far
     * @param counts whether to count it though no other call has passed since it was last refused
     */
    BatchAttempt afterForeignRefusal(long passes, boolean counts) {
        boolean more = past.foreign == 0 || counts || passes > past.passes;
        return new BatchAttempt(batch, new Past(true, past.retries, past.throttled, past.unknown,
                past.foreign + (more ? 1 : 0), passes), copy);
    }

    /** Some of the batch, with all that is known of it. */
    BatchAttempt only(List<Segment> segments) {
        return new BatchAttempt(Batch.of(batch.tenant(), segments), past, copy);
    }

    /** Some of the batch, of which nothing is known yet. */
    BatchAttempt part(List<Segment> segments) {
        return new BatchAttempt(Batch.of(batch.tenant(), segments), Past.CUT, copy);
    }

    /** Two halves, of a batch of at least two. */
    List<BatchAttempt> halves() {
        int half = batch.size() / 2;
        var segments = batch.segments();
        return List.of(part(segments.subList(0, half)), part(segments.subList(half, segments.size())));
    }

    Batch batch() {
        return batch;
    }

    /** How often it failed before. */
    int retries() {
        return past.retries;
    }

    /** Whether a call was made with its segments: the next one sends them again. */
    boolean wasSent() {
        return past.sent;
    }

    /** Whether it may go without asking the retry budget. */
    boolean isFree() {
        return past.retries == 0 || past.throttled;
    }

    /** Whether something on the way refused it before, or it is a part of a batch that was refused. */
    boolean wasRefusedOnTheWay() {
        return past.foreign > 0 || past.equals(Past.CUT);
    }

    int unknownCodes() {
        return past.unknown;
    }

    /** How often something on the way refused it while other calls passed. */
    int foreignRefusals() {
        return past.foreign;
    }

    /** Null for a batch that is in memory alone. */
    @Nullable
    StoredCopy copy() {
        return copy == null || copy.isRefused() ? null : copy;
    }

    /** A copy of the batch, which is in memory alone, is being stored. */
    void copied(StoredCopy stored) {
        copy = stored;
    }

    void start(long now) {
        startedNanos = now;
    }

    long startedNanos() {
        return startedNanos;
    }
}
