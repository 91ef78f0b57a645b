package dev.tracegate.dispatch;

import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.dispatch.SendOutcome.Unprocessed;
import dev.tracegate.flow.Batch;
import dev.tracegate.segment.Segment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which segments of a batch a reply's unprocessed entries mean. An entry names the segment's id, which an in-progress and a final version
 * share, or nothing where X-Ray could not read one; each entry takes one segment that no other entry has taken.
 */
final class Refusals {
    // X-Ray names no closed list; these are the words AWS uses for what passes
    private static final Pattern PASSING = Pattern
            .compile("Throttl|RequestLimitExceeded|Internal|Unavailable|Timeout|^5\\d\\d$");

    private Refusals() {}

    /** Segments refused, each with the entry that means it; never more than the batch has. */
    static Map<Segment, Unprocessed> match(Batch batch, List<Unprocessed> entries) {
        var refused = new LinkedHashMap<Segment, Unprocessed>();
        var unnamed = new ArrayList<Unprocessed>();
        for (var entry : entries) {
            var segment = entry.id() == null ? null : named(batch, entry.id(), refused);
            if (segment == null) {
                unnamed.add(entry);
            } else {
                refused.put(segment, entry);
            }
        }
        for (var entry : unnamed) {
            var segment = likeliest(batch, refused);
            if (segment != null) {
                refused.put(segment, entry);
            }
        }
        return refused;
    }

    /** Whether X-Ray may take the segment when asked again: its own trouble or a throttle, not the document's fault. */
    static boolean passing(Unprocessed refusal) {
        var code = refusal.errorCode();
        return code != null && PASSING.matcher(code).find();
    }

    /** The same as a failed call. */
    static Failed failure(@Nullable Unprocessed refusal) {
        var code = refusal == null || refusal.errorCode() == null ? "unknown" : refusal.errorCode();
        var message = refusal == null || refusal.message() == null ? "" : refusal.message();
        var cause = refusal != null && throttled(refusal) ? Cause.THROTTLED : Cause.SERVER;
        return new Failed(cause, 200, code, message, null);
    }

    static boolean throttled(Unprocessed refusal) {
        var code = refusal.errorCode();
        return code != null && (code.contains("Throttl") || code.contains("LimitExceeded"));
    }

    private static @Nullable Segment named(Batch batch, String id, Map<Segment, Unprocessed> refused) {
        var wanted = id.toLowerCase(Locale.ROOT);
        for (var segment : batch.segments()) {
            if (wanted.equals(segment.envelope().idText()) && !refused.containsKey(segment)) {
                return segment;
            }
        }
        return null;
    }

    /** An entry without a known id is most likely about a document whose id could not be read here either. */
    private static @Nullable Segment likeliest(Batch batch, Map<Segment, Unprocessed> refused) {
        Segment any = null;
        for (var segment : batch.segments()) {
            if (!refused.containsKey(segment)) {
                if (segment.envelope().id() == 0) {
                    return segment;
                }
                any = any == null ? segment : any;
            }
        }
        return any;
    }
}
