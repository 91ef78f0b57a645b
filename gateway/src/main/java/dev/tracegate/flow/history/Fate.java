package dev.tracegate.flow.history;

import dev.tracegate.tenant.TenantId;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one segment, as {@link SegmentHistory} remembers it.
 *
 * @param segmentId 16 hex digits; null where it could not be read
 * @param tenant the tenant that it belongs to
 * @param source the sender's address; null where that is not known
 * @param bytes of the escaped document
 * @param received when it was received; for a segment of an earlier run, when it went to disk
 * @param changed when it entered its state
 * @param reason why it was shed, or X-Ray's code for refusing it; null in the other states
 * @param requestId X-Ray's id of the call that ended it; null where there is none
 */
public record Fate(@Nullable String segmentId, TenantId tenant, @Nullable InetSocketAddress source, int bytes,
        Instant received, State state, Instant changed, @Nullable String reason, @Nullable UUID requestId) {

    /** Where a segment is, or how it ended. */
    public enum State {
        QUEUED, IN_FLIGHT,
        /** For the next call: the last one failed, or the segment came back from disk. */
        WAITING, SPOOLED, DELIVERED, DEAD_LETTERED, SHED;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isEnd() {
            return this == DELIVERED || this == DEAD_LETTERED || this == SHED;
        }
    }
}
