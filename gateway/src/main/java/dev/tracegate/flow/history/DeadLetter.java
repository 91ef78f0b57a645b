package dev.tracegate.flow.history;

import dev.tracegate.flow.SegmentRefusal;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A segment that was refused permanently, without its document.
 *
 * @param traceId in X-Ray's format; null if it could not be read
 * @param segmentId 16 hex digits; null if it could not be read
 * @param code X-Ray's error code
 * @param message X-Ray's text
 * @param requestId X-Ray's id of the call; null if it sent none
 * @param bytes size of the escaped document
 */
public record DeadLetter(Instant time, TenantId tenant, @Nullable String traceId, @Nullable String segmentId,
        String code, String message, @Nullable String requestId, int bytes) {
    /** Bytes of the record, its instant, its place in the list and six strings without their characters, rounded up. */
    private static final int FRAME = 400;

    static DeadLetter of(Instant time, TenantId tenant, Segment segment, SegmentRefusal refusal) {
        var trace = segment.envelope().traceId();
        return new DeadLetter(time, tenant, trace == null ? null : trace.toString(), segment.envelope().idText(),
                refusal.code(), refusal.message(), refusal.requestId(), segment.bytes());
    }

    /** Its maximum size in memory, in bytes. */
    int held() {
        return FRAME + Character.BYTES
                * (length(traceId) + length(segmentId) + code.length() + message.length() + length(requestId));
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
