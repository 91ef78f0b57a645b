package dev.tracegate.segment;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The few fields read from a document without parsing the rest. Ids are their bits, so that a queued segment carries no strings. What could
 * not be read is {@link #UNREADABLE} or, field by field, null, 0 or false: unknown, never a reason to refuse.
 *
 * @param traceId the trace, or null where unknown
 * @param id the segment's own id, or 0 where unknown (X-Ray's ids are 16 hex digits; SDKs draw none of all zeros)
 * @param parentId the caller's id, or 0 where there is none
 * @param startTime epoch seconds, or NaN where unknown
 * @param endTime epoch seconds, or NaN where unknown or still in progress
 * @param subsegment whether {@code type} is {@code subsegment}: a part of a segment sent as its own document
 */
public record Envelope(@Nullable TraceId traceId, long id, long parentId, double startTime, double endTime,
        boolean subsegment, boolean inProgress, boolean error, boolean fault, boolean throttle) {

    /** What is known of a document that could not be read. */
    public static final Envelope UNREADABLE = new Envelope(null, 0, 0, Double.NaN, Double.NaN, false, false, false,
            false, false);

    /** Whether the segment reports a failure of any kind: such segments are worth most to whoever looks for one. */
    public boolean failed() {
        return error || fault || throttle;
    }

    /** The id as X-Ray writes it, or null where unknown. */
    public @Nullable String idText() {
        return id == 0 ? null : HexFormat.of().toHexDigits(id);
    }
}
