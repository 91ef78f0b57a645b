package dev.tracegate.embedded.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The input of an operation, or a structure in it. Unknown members are ignored. As in X-Ray's framework, a member of the wrong type throws a
 * SerializationException, and a required member that is missing a ValidationException, both as {@link ApiError}.
 *
 * @param json the members
 * @param path path of the structure in the spelling of the framework, such as {@code samplingStatisticsDocuments.1.member}; empty at the top
 * @param caller origin of the call
 */
public record Input(JsonObject json, String path, Caller caller) {

    /**
     * Parses a body; an empty one counts as an empty object.
     *
     * @throws ApiError if the body is not a JSON object
     */
    public static Input of(Buffer body, Caller caller) {
        if (body.length() == 0) {
            return new Input(new JsonObject(), "", caller);
        }
        try {
            if (StrictJson.read(body) instanceof JsonObject json) {
                return new Input(json, "", caller);
            }
        } catch (DecodeException e) {
            throw ApiError.serialization("The body is not JSON: " + e.getMessage());
        }
        throw ApiError.serialization("The body is not a JSON object");
    }

    /** A string; empty if the member is absent or null. */
    public Optional<String> text(String member) {
        return Optional.ofNullable(typed(member, String.class, "a string"));
    }

    String requiredText(String member) {
        return text(member).orElseThrow(() -> missing(member));
    }

    /** A string of {@code min} to {@code max} UTF-16 units. */
    Optional<String> text(String member, int min, int max) {
        var text = text(member);
        text.ifPresent(it -> within(member, it.length(), min, max, "length"));
        return text;
    }

    String requiredText(String member, int min, int max) {
        return text(member, min, max).orElseThrow(() -> missing(member));
    }

    /** An integer from {@code min} to {@code max}. */
    Optional<Long> integer(String member, int min, int max) {
        var number = number(member);
        number.ifPresent(it -> {
            if (it.doubleValue() != Math.rint(it.doubleValue())) {
                throw ApiError.serialization(pathOf(member) + " must be a whole number");
            }
            within(member, it.longValue(), min, max, "value");
        });
        return number.map(Number::longValue);
    }

    private void within(String member, long value, int min, int max, String property) {
        if (value < min || value > max) {
            throw refused(member, "'" + value + "'", "Member must have " + property
                    + (value < min ? " greater than or equal to " + min : " less than or equal to " + max));
        }
    }

    /** A list of strings; empty if the member is absent. */
    List<String> texts(String member) {
        return json.getValue(member) == null ? List.of() : requiredTexts(member);
    }

    Optional<Boolean> bool(String member) {
        return Optional.ofNullable(typed(member, Boolean.class, "true or false"));
    }

    Optional<Number> number(String member) {
        return Optional.ofNullable(typed(member, Number.class, "a number"));
    }

    /** A time in epoch seconds. */
    double requiredTime(String member) {
        var time = typed(member, Number.class, "a number of epoch seconds");
        if (time == null) {
            throw missing(member);
        }
        return time.doubleValue();
    }

    List<String> requiredTexts(String member) {
        var texts = new ArrayList<String>();
        for (var each : requiredArray(member)) {
            if (!(each instanceof String text)) {
                throw ApiError.serialization(member + " must be a list of strings");
            }
            texts.add(text);
        }
        return texts;
    }

    /** A list of structures, each with its path. */
    List<Input> requiredList(String member) {
        var structures = new ArrayList<Input>();
        for (var each : requiredArray(member)) {
            if (!(each instanceof JsonObject structure)) {
                throw ApiError.serialization(member + " must be a list of objects");
            }
            structures.add(new Input(structure, pathOf(member) + "." + (structures.size() + 1) + ".member", caller));
        }
        return structures;
    }

    Input requiredStructure(String member) {
        if (json.getValue(member) == null) {
            throw missing(member);
        }
        return structure(member);
    }

    /** A structure; without members if it is absent. */
    Input structure(String member) {
        var structure = typed(member, JsonObject.class, "an object");
        return new Input(structure == null ? new JsonObject() : structure, pathOf(member), caller);
    }

    private JsonArray requiredArray(String member) {
        var array = typed(member, JsonArray.class, "a list");
        if (array == null) {
            throw missing(member);
        }
        return array;
    }

    private <T> @Nullable T typed(String member, Class<T> type, String typeName) {
        var value = json.getValue(member);
        if (value == null || type.isInstance(value)) {
            return type.cast(value);
        }
        throw ApiError.serialization(pathOf(member) + " must be " + typeName);
    }

    private ApiError missing(String member) {
        return refused(member, "null", "Member must not be null");
    }

    /** @param constraint the constraint that the value violates, in the words of the framework */
    ApiError refused(String member, String value, String constraint) {
        return ApiError.validation("Value " + value + " at '" + pathOf(member) + "' failed to satisfy constraint: "
                + constraint);
    }

    /** The framework spells the names of members in lower camel case. */
    private String pathOf(String member) {
        var name = Character.toLowerCase(member.charAt(0)) + member.substring(1);
        return path.isEmpty() ? name : path + "." + name;
    }
}
