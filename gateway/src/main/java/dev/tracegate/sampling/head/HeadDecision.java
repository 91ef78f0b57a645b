package dev.tracegate.sampling.head;

import dev.tracegate.segment.TraceId;
import dev.tracegate.tenant.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One decision about one document.
 *
 * @param time when the document was received
 * @param trace null where it could not be read
 * @param rate the keep rate of the tenant then, below 1
 */
public record HeadDecision(Instant time, TenantId tenant, @Nullable TraceId trace, KeepRate rate, Outcome outcome) {

    /** What was decided. */
    public enum Outcome {
        KEPT, DROPPED,
        /** The trace id could not be read; the document is kept. */
        UNDECIDABLE
    }

    /** The decision in words, such as {@code dropped: tenant keep rate 10 %}. */
    public String reason() {
        return switch (outcome) {
            case KEPT -> "kept: " + rate.reason();
            case DROPPED -> "dropped: " + rate.reason();
            case UNDECIDABLE -> "kept: the trace id could not be read";
        };
    }
}
