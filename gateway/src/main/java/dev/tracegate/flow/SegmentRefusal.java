package dev.tracegate.flow;

import dev.tracegate.text.ReplyText;
import org.jspecify.annotations.Nullable;

/**
 * Why X-Ray refused a document permanently. The texts are bounded by {@link ReplyText}.
 *
 * @param code X-Ray's error code, such as {@code InvalidSegment}; {@code unknown} if it gave none
 * @param message X-Ray's text; empty if it gave none
 * @param requestId X-Ray's id of the call; null if it sent none
 */
public record SegmentRefusal(String code, String message, @Nullable String requestId) {
    public SegmentRefusal {
        code = ReplyText.code(code);
        message = ReplyText.message(message);
        requestId = ReplyText.id(requestId);
    }
}
