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
 * X-Ray's checks of a segment document, in its order and with its codes. A document is taken whole or not at all: one bad subsegment refuses
 * it. Never throws, whatever the text; how deep it may nest is bounded by the JSON parser (1,000 levels).
 */
final class DocumentCheck {
    /** Bytes: X-Ray's quota for a document. */
    private static final int SIZE_LIMIT = 64 * 1024;
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{16}");
    private static final Pattern TRACE_ID = Pattern.compile("1-[0-9a-fA-F]{8}-[0-9a-fA-F]{24}");

    /** X-Ray's documentation: letters, numbers and white space of any script, and these signs. It cuts a name that is too long. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}\\p{Z}\\s_.:/%&#=+\\\\@-]+");

    private DocumentCheck() {}

    /** @param received as it came; the accepted document's text is the same JSON, and can be written as UTF-8 */
    static Checked check(String received) {
        Object parsed;
        try {
            parsed = StrictJson.read(received);
        } catch (DecodeException e) {
            return refused(null, received.stripLeading().startsWith("{") ? Kind.SEGMENT : Kind.ENTITY, "ParseError");
        }
        return parsed instanceof JsonObject document
                ? check(document, LoneSurrogates.escape(received))
                : refused(null, Kind.ENTITY, "ParseError");
    }

    private static Checked check(JsonObject document, String text) {
        int bytes = text.getBytes(UTF_8).length;
        if (bytes > SIZE_LIMIT) {
            return new Checked.Refused(new Refusal(string(document, "id"), "InvalidSegment",
                    "Segment size exceeded: the document has " + bytes + " bytes, the limit is " + SIZE_LIMIT));
        }
        var fault = root(document);
        return fault == null
                ? new Checked.Accepted(accepted(document, text))
                : refused(string(document, "id"), fault.kind, fault.code);
    }

    private static Checked refused(@Nullable String id, Kind kind, String code) {
        return new Checked.Refused(new Refusal(id, code, kind.message(code)));
    }

    private static NewDocument accepted(JsonObject document, String text) {
        return new NewDocument(required(document, "trace_id"), required(document, "id"),
                !"subsegment".equals(string(document, "type")), inProgress(document),
                time(document, "start_time").orElseThrow(), lastEnd(document), text);
    }

    /** What X-Ray calls a thing in its messages. */
    private enum Kind {
        SEGMENT, SUBSEGMENT, ENTITY;

        String message(String code) {
            return switch (this) {
                case SEGMENT -> "Invalid segment. ErrorCode: " + code;
                case SUBSEGMENT -> "Invalid subsegment. ErrorCode: " + code + ", Cause: null";
                case ENTITY -> "Invalid entity. ErrorCode: " + code;
            };
        }
    }

    private record Fault(Kind kind, String code) {}

    private static @Nullable Fault root(JsonObject document) {
        var type = string(document, "type");
        if (type != null && !type.equals("subsegment") && !type.equals("segment")) {
            return new Fault(Kind.ENTITY, "UnknownType");
        }
        var kind = "subsegment".equals(type) ? Kind.SUBSEGMENT : Kind.SEGMENT;
        var code = firstOf(identity(document), trace(document), times(document, kind), parent(document, kind));
        return code == null ? inline(document) : new Fault(kind, code);
    }

    private static @Nullable Fault inline(JsonObject parent) {
        if (!(parent.getValue("subsegments") instanceof JsonArray subsegments)) {
            return null;
        }
        for (var each : subsegments) {
            var fault = each instanceof JsonObject subsegment
                    ? subsegment(subsegment)
                    : new Fault(Kind.ENTITY, "ParseError");
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    /** Trace, parent and type of an inline subsegment follow from where it is; what it says of them is ignored. */
    private static @Nullable Fault subsegment(JsonObject subsegment) {
        var code = firstOf(identity(subsegment), times(subsegment, Kind.SUBSEGMENT));
        return code == null ? inline(subsegment) : new Fault(Kind.SUBSEGMENT, code);
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

    private static @Nullable String times(JsonObject entity, Kind kind) {
        if (time(entity, "start_time").isEmpty()) {
            return "MissingStartTime";
        }
        boolean ended = time(entity, "end_time").isPresent();
        if (ended && inProgress(entity)) {
            return kind == Kind.SEGMENT ? "InProgressSegmentHasEndTime" : "InProgressSubsegmentHasEndTime";
        }
        return ended || inProgress(entity) ? null : "MissingEndTime";
    }

    private static @Nullable String parent(JsonObject document, Kind kind) {
        var parentId = string(document, "parent_id");
        if (parentId == null) {
            return kind == Kind.SUBSEGMENT ? "MissingParentId" : null;
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

    /** As X-Ray: a member of another type is a missing one. So is a number beyond all doubles. */
    private static OptionalDouble time(JsonObject entity, String member) {
        return entity.getValue(member) instanceof Number number && Double.isFinite(number.doubleValue())
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    /** Null where the member is absent, empty or no string. */
    private static @Nullable String string(JsonObject entity, String member) {
        return entity.getValue(member) instanceof String text && !text.isEmpty() ? text : null;
    }

    private static String required(JsonObject checked, String member) {
        return checked.getString(member);
    }
}
