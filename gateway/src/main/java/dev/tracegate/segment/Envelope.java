package dev.tracegate.segment;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The fields that the gateway reads from a segment document. Ids are kept as bits, so that a queued segment has no strings. An unknown field is null,
 * 0, NaN or false; of a document that is not a JSON object every field is unknown ({@link #UNREADABLE}). An unknown field is never a reason to reject.
 *
 * @param traceId the trace, or null if unknown
 * @param id the segment's own id, or 0 if unknown (an X-Ray id has 16 hex digits; the SDKs never generate all zeros)
 * @param parentId the id of the calling segment, or 0 if there is none
 * @param startTime epoch seconds, or NaN if unknown
 * @param endTime epoch seconds, or NaN if unknown or in progress
 * @param subsegment whether {@code type} is {@code subsegment}: a part of a segment sent as its own document
 */
public record Envelope(@Nullable TraceId traceId, long id, long parentId, double startTime, double endTime,
        boolean subsegment, boolean inProgress, boolean error, boolean fault, boolean throttle) {

    /** The envelope of a document that could not be read: every field is unknown. */
    public static final Envelope UNREADABLE = new Envelope(null, 0, 0, Double.NaN, Double.NaN, false, false, false,
            false, false);

    /** Whether the segment reports an error, a fault or a throttle. Such segments are shed last. */
    public boolean failed() {
        return error || fault || throttle;
    }

    /** The id as 16 hex digits, or null if unknown. */
    public @Nullable String idText() {
        return id == 0 ? null : HexFormat.of().toHexDigits(id);
    }
}
