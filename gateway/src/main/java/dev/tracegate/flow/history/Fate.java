package dev.tracegate.flow.history;

import dev.tracegate.tenant.TenantId;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state or outcome of one segment in the {@link SegmentHistory}.
 *
 * @param segmentId 16 hex digits; null if it could not be read
 * @param tenant the tenant that it belongs to
 * @param source the sender's address; null if unknown
 * @param bytes size of the escaped document; of one that was sampled out, as it came
 * @param received when it was received; for a segment of an earlier run, when it was stored on disk
 * @param changed when it entered its state
 * @param reason why it was shed, X-Ray's code for refusing it, or the rule that sampled it out; null in the other states
 * @param requestId X-Ray's id of the call with the outcome; null if there is none
 * @param decision of sampling, such as {@code dropped: tenant keep rate 10 %} or {@code kept: …}; null where nothing was decided, because the rate
 *            was 1 or the segment is of an earlier run
 */
public record Fate(@Nullable String segmentId, TenantId tenant, @Nullable InetSocketAddress source, int bytes,
        Instant received, State state, Instant changed, @Nullable String reason, @Nullable UUID requestId,
        @Nullable String decision) {

    /** The state or the outcome of a segment. */
    public enum State {
        QUEUED, IN_FLIGHT,
        /** Waits for the next call: the last one failed, or the segment was read back from disk. */
        WAITING, SPOOLED, DELIVERED, DEAD_LETTERED, SHED, SAMPLED_OUT;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isEnd() {
            return this == DELIVERED || this == DEAD_LETTERED || this == SHED || this == SAMPLED_OUT;
        }
    }
}
