package dev.tracegate.flow.history;

import dev.tracegate.budget.SingleWriterCounter;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.FlowListener;
import dev.tracegate.flow.SegmentRefusal;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Predicate;

/**
 * The latest segments that were refused permanently, bounded in number and bytes; the oldest are dropped first. Owned by the loop that owns
 * {@link Flow}: all methods are called there unless they say otherwise.
 */
public final class DeadLetters implements FlowListener {
    private final int max;
    private final long maxBytes;
    private final InstantSource clock;
    private final ArrayDeque<DeadLetter> letters = new ArrayDeque<>();
    private final SingleWriterCounter dropped = new SingleWriterCounter();
    private long bytes;

    /**
     * @param max maximum number of dead letters, 1 or more
     * @param maxBytes maximum bytes of dead letters in memory
     */
    public DeadLetters(int max, long maxBytes, InstantSource clock) {
        this.max = max;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    @Override
    public void deadLettered(TenantId tenant, Segment segment, SegmentRefusal refusal) {
        var letter = DeadLetter.of(clock.instant(), tenant, segment, refusal);
        letters.add(letter);
        bytes += letter.held();
        while (letters.size() > max || bytes > maxBytes) {
            bytes -= letters.remove().held();
            dropped.increment();
        }
    }

    /** The wanted dead letters, youngest first, at most {@code limit}. */
    public List<DeadLetter> youngest(Predicate<DeadLetter> wanted, int limit) {
        return letters.reversed().stream().filter(wanted).limit(limit).toList();
    }

    /** Number of dead letters that are kept. */
    public int size() {
        return letters.size();
    }

    /** Number of dead letters dropped since the start. Any thread. */
    public long dropped() {
        return dropped.get();
    }
}
