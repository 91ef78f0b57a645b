package dev.tracegate.flow;

import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A segment that X-Ray refused for good, without its document.
 *
 * @param traceId as X-Ray writes it; null where it could not be read
 * @param segmentId 16 hex digits; null where it could not be read
 * @param code X-Ray's error code, its first 100 characters
 * @param message X-Ray's words, the first 500 characters
 * @param requestId X-Ray's id of the call; null where it sent none
 * @param bytes of the escaped document
 */
public record DeadLetter(Instant time, TenantId tenant, @Nullable String traceId, @Nullable String segmentId,
        String code, String message, @Nullable String requestId, int bytes) {
    private static final int CODE_LENGTH = 100;
    private static final int MESSAGE_LENGTH = 500;
    /** The record, its instant, its place in the list and six strings without their characters, with some to spare. */
    private static final int FRAME = 400;

    static DeadLetter of(Instant time, TenantId tenant, Segment segment, Refusal refusal) {
        var trace = segment.envelope().traceId();
        var requestId = refusal.requestId();
        return new DeadLetter(time, tenant, trace == null ? null : trace.toString(), segment.envelope().idText(),
                start(refusal.code(), CODE_LENGTH), start(refusal.message(), MESSAGE_LENGTH),
                requestId == null ? null : start(requestId, CODE_LENGTH), segment.bytes());
    }

    /** What it takes in memory, at most. */
    int held() {
        return FRAME + Character.BYTES
                * (length(traceId) + length(segmentId) + code.length() + message.length() + length(requestId));
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private static String start(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
