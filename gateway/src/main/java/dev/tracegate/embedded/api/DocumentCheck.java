package dev.tracegate.embedded.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracegate.embedded.store.NewDocument;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * X-Ray's checks of a segment document, in X-Ray's order and with its error codes. One invalid subsegment rejects the whole document. Never
 * throws: any text has a result. The JSON parser limits the nesting to 1,000 levels. For any thread.
 */
final class DocumentCheck {
    /** 64 KiB: X-Ray's quota for a document. */
    private static final int MAX_BYTES = 64 * 1024;
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{16}");
    private static final Pattern TRACE_ID = Pattern.compile("1-[0-9a-fA-F]{8}-[0-9a-fA-F]{24}");

    /** From X-Ray's documentation: Unicode letters, numbers and white space, and these symbols. X-Ray truncates a name that is too long. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}\\p{Z}\\s_.:/%&#=+\\\\@-]+");

    private DocumentCheck() {}

    /** @param received the text as received; the text of an accepted document is the same JSON with lone surrogates escaped */
    static CheckResult check(String received) {
        Object parsed;
        try {
            parsed = StrictJson.read(received);
        } catch (DecodeException e) {
            return rejected(null, received.stripLeading().startsWith("{") ? Label.SEGMENT : Label.ENTITY, "ParseError");
        }
        return parsed instanceof JsonObject document
                ? check(document, LoneSurrogates.escape(received))
                : rejected(null, Label.ENTITY, "ParseError");
    }

    private static CheckResult check(JsonObject document, String text) {
        int bytes = text.getBytes(UTF_8).length;
        if (bytes > MAX_BYTES) {
            return new CheckResult.Rejected(new UnprocessedDocument(string(document, "id"), "InvalidSegment",
                    "Segment size exceeded: the document has " + bytes + " bytes, the limit is " + MAX_BYTES));
        }
        var violation = root(document);
        return violation == null
                ? new CheckResult.Accepted(accepted(document, text))
                : rejected(string(document, "id"), violation.label, violation.code);
    }

    private static CheckResult rejected(@Nullable String id, Label label, String code) {
        return new CheckResult.Rejected(new UnprocessedDocument(id, code, label.message(code)));
    }

    private static NewDocument accepted(JsonObject document, String text) {
        return new NewDocument(required(document, "trace_id"), required(document, "id"),
                !"subsegment".equals(string(document, "type")), inProgress(document),
                time(document, "start_time").orElseThrow(), lastEnd(document), text);
    }

    /** The noun that X-Ray uses in its messages. */
    private enum Label {
        SEGMENT, SUBSEGMENT, ENTITY;

        String message(String code) {
            return switch (this) {
                case SEGMENT -> "Invalid segment. ErrorCode: " + code;
                case SUBSEGMENT -> "Invalid subsegment. ErrorCode: " + code + ", Cause: null";
                case ENTITY -> "Invalid entity. ErrorCode: " + code;
            };
        }
    }

    /** A failed check. */
    private record Violation(Label label, String code) {}

    private static @Nullable Violation root(JsonObject document) {
        var type = string(document, "type");
        if (type != null && !type.equals("subsegment") && !type.equals("segment")) {
            return new Violation(Label.ENTITY, "UnknownType");
        }
        var label = "subsegment".equals(type) ? Label.SUBSEGMENT : Label.SEGMENT;
        var code = firstOf(identity(document), trace(document), times(document, label), parent(document, label));
        return code == null ? inlineSubsegments(document) : new Violation(label, code);
    }

    private static @Nullable Violation inlineSubsegments(JsonObject parent) {
        if (!(parent.getValue("subsegments") instanceof JsonArray subsegments)) {
            return null;
        }
        for (var each : subsegments) {
            var violation = each instanceof JsonObject subsegment
                    ? subsegment(subsegment)
                    : new Violation(Label.ENTITY, "ParseError");
            if (violation != null) {
                return violation;
            }
        }
        return null;
    }

    /** The place of an inline subsegment defines its trace, parent and type; X-Ray ignores its members of these names. */
    private static @Nullable Violation subsegment(JsonObject subsegment) {
        var code = firstOf(identity(subsegment), times(subsegment, Label.SUBSEGMENT));
        return code == null ? inlineSubsegments(subsegment) : new Violation(Label.SUBSEGMENT, code);
    }

    private static @Nullable String identity(JsonObject entity) {
        var id = string(entity, "id");
        if (id == null) {
            return "MissingId";
        }
        if (!ID.matcher(id).matches()) {
            return "InvalidId";
        }
        var name = string(entity, "name");
        return name == null ? "MissingName" : NAME.matcher(name).matches() ? null : "InvalidName";
    }

    private static @Nullable String trace(JsonObject document) {
        var traceId = string(document, "trace_id");
        if (traceId == null) {
            return "MissingTraceId";
        }
        return TRACE_ID.matcher(traceId).matches() ? null : "InvalidTraceId";
    }

    private static @Nullable String times(JsonObject entity, Label label) {
        if (time(entity, "start_time").isEmpty()) {
            return "MissingStartTime";
        }
        boolean ended = time(entity, "end_time").isPresent();
        if (ended && inProgress(entity)) {
            return label == Label.SEGMENT ? "InProgressSegmentHasEndTime" : "InProgressSubsegmentHasEndTime";
        }
        return ended || inProgress(entity) ? null : "MissingEndTime";
    }

    private static @Nullable String parent(JsonObject document, Label label) {
        var parentId = string(document, "parent_id");
        if (parentId == null) {
            return label == Label.SUBSEGMENT ? "MissingParentId" : null;
        }
        return ID.matcher(parentId).matches() ? null : "InvalidParentId";
    }

    private static @Nullable String firstOf(@Nullable String... codes) {
        for (var code : codes) {
            if (code != null) {
                return code;
            }
        }
        return null;
    }

    private static boolean inProgress(JsonObject entity) {
        return Boolean.TRUE.equals(entity.getValue("in_progress"));
    }

    private static OptionalDouble lastEnd(JsonObject entity) {
        var last = time(entity, "end_time");
        if (entity.getValue("subsegments") instanceof JsonArray subsegments) {
            for (var each : subsegments) {
                last = later(last, lastEnd((JsonObject) each));
            }
        }
        return last;
    }

    private static OptionalDouble later(OptionalDouble one, OptionalDouble other) {
        return other.isPresent() && other.getAsDouble() > one.orElse(Double.NEGATIVE_INFINITY) ? other : one;
    }

    /** Empty if the member is absent, not a number (as in X-Ray), or beyond the range of a double. */
    private static OptionalDouble time(JsonObject entity, String member) {
        return entity.getValue(member) instanceof Number number && Double.isFinite(number.doubleValue())
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    /** Null if the member is absent, empty or not a string. */
    private static @Nullable String string(JsonObject entity, String member) {
        return entity.getValue(member) instanceof String text && !text.isEmpty() ? text : null;
    }

    private static String required(JsonObject valid, String member) {
        return valid.getString(member);
    }
}
