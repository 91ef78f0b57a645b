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
 * An operation's input: typed members, of which those the operation does not know are ignored. A member of the wrong type is a
 * SerializationException, a missing one that must be there a ValidationException, as X-Ray's framework answers them.
 *
 * @param path where the members stand, in the framework's spelling, such as {@code samplingStatisticsDocuments.1.member}; empty at the top
 */
public record Input(JsonObject json, String path) {

    /** @throws ApiError where the body is not a JSON object; an empty one is the empty object */
    public static Input of(Buffer body) {
        if (body.length() == 0) {
            return new Input(new JsonObject(), "");
        }
        try {
            if (StrictJson.read(body) instanceof JsonObject json) {
                return new Input(json, "");
            }
        } catch (DecodeException e) {
            throw ApiError.serialization("The body is not JSON: " + e.getMessage());
        }
        throw ApiError.serialization("The body is not a JSON object");
    }

    public Optional<String> text(String member) {
        return Optional.ofNullable(typed(member, String.class, "a string"));
    }

    String requiredText(String member) {
        return text(member).orElseThrow(() -> missing(member));
    }

    /** Of at least and at most so many characters. */
    Optional<String> text(String member, int least, int most) {
        var text = text(member);
        text.ifPresent(it -> within(member, it.length(), least, most, "length"));
        return text;
    }

    String requiredText(String member, int least, int most) {
        return text(member, least, most).orElseThrow(() -> missing(member));
    }

    /** A whole number within these bounds. */
    Optional<Long> whole(String member, int least, int most) {
        var number = number(member);
        number.ifPresent(it -> {
            if (it.doubleValue() != Math.rint(it.doubleValue())) {
                throw ApiError.serialization(place(member) + " must be a whole number");
            }
            within(member, it.longValue(), least, most, "value");
        });
        return number.map(Number::longValue);
    }

    private void within(String member, long value, int least, int most, String what) {
        if (value < least || value > most) {
            throw refused(member, "'" + value + "'", "Member must have " + what
                    + (value < least ? " greater than or equal to " + least : " less than or equal to " + most));
        }
    }

    /** Empty where the member is absent. */
    List<String> texts(String member) {
        return json.getValue(member) == null ? List.of() : requiredTexts(member);
    }

    Optional<Boolean> bool(String member) {
        return Optional.ofNullable(typed(member, Boolean.class, "true or false"));
    }

    Optional<Number> number(String member) {
        return Optional.ofNullable(typed(member, Number.class, "a number"));
    }

    /** Epoch seconds. */
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

    /** Structures, each knowing its place. */
    List<Input> requiredList(String member) {
        var structures = new ArrayList<Input>();
        for (var each : requiredArray(member)) {
            if (!(each instanceof JsonObject structure)) {
                throw ApiError.serialization(member + " must be a list of objects");
            }
            structures.add(new Input(structure, place(member) + "." + (structures.size() + 1) + ".member"));
        }
        return structures;
    }

    Input structure(String member) {
        var structure = typed(member, JsonObject.class, "an object");
        return new Input(structure == null ? new JsonObject() : structure, place(member));
    }

    private JsonArray requiredArray(String member) {
        var array = typed(member, JsonArray.class, "a list");
        if (array == null) {
            throw missing(member);
        }
        return array;
    }

    private <T> @Nullable T typed(String member, Class<T> type, String words) {
        var value = json.getValue(member);
        if (value == null || type.isInstance(value)) {
            return type.cast(value);
        }
        throw ApiError.serialization(place(member) + " must be " + words);
    }

    private ApiError missing(String member) {
        return refused(member, "null", "Member must not be null");
    }

    /** @param constraint what the value failed to satisfy, in the framework's words */
    ApiError refused(String member, String value, String constraint) {
        return ApiError.validation("Value " + value + " at '" + place(member) + "' failed to satisfy constraint: "
                + constraint);
    }

    /** The framework names members in lower camel case. */
    private String place(String member) {
        var name = Character.toLowerCase(member.charAt(0)) + member.substring(1);
        return path.isEmpty() ? name : path + "." + name;
    }
}
