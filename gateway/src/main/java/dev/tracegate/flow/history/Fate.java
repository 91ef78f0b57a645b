package dev.tracegate.flow.history;

import dev.tracegate.tenant.TenantId;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one segment.
 *
 * @param segmentId 16 hex digits; null where it could not be read
 * @param tenant whose it is
 * @param source who sent it; null where that is not known
 * @param bytes of the escaped document
 * @param received when it came in; of one of a run before, when it went to disk
 * @param changed when it came into its state
 * @param reason why it was shed, or X-Ray's code for refusing it; null in the other states
 * @param requestId X-Ray's id of the call that ended it; null where there is none
 */
public record Fate(@Nullable String segmentId, TenantId tenant, @Nullable InetSocketAddress source, int bytes,
        Instant received, State state, Instant changed, @Nullable String reason, @Nullable UUID requestId) {

    /** Where a segment is, or how it ended. */
    public enum State {
        QUEUED, IN_FLIGHT,
        /** For its next call: the last one failed, or it has come back from disk. */
        WAITING, SPOOLED, DELIVERED, DEAD_LETTERED, SHED;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isEnd() {
            return this == DELIVERED || this == DEAD_LETTERED || this == SHED;
        }
    }
}
