package dev.tracegate.embedded.graph;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.json.jackson.JacksonCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The position of a JSON value in its text. With it, parts of the text can be replaced while the rest keeps every character. Offsets count
 * {@code char}s from the start of the text; {@code to} is exclusive.
 */
sealed interface JsonSpan {
    int from();

    int to();

    /** A string, number, boolean or null. */
    record Scalar(int from, int to) implements JsonSpan {}

    /** An array. */
    record Elements(int from, int to, List<JsonSpan> list) implements JsonSpan {}

    /** An object. */
    record Members(int from, int to, List<Member> list) implements JsonSpan {

        /** The value of a member. Of members with the same name, the last: the one that JSON parsers keep. */
        public Optional<JsonSpan> last(String name) {
            return list.reversed().stream().filter(member -> member.name().equals(name)).map(Member::value).findFirst();
        }

        /** {@link #last}, if it is an object. */
        public Optional<Members> object(String name) {
            return last(name).filter(Members.class::isInstance).map(Members.class::cast);
        }

        /** {@link #last}, if it is an array. */
        public Optional<Elements> array(String name) {
            return last(name).filter(Elements.class::isInstance).map(Elements.class::cast);
        }
    }

    /** @param from offset of the opening quote of the name */
    record Member(String name, int from, JsonSpan value) {}

    /** @param json one valid JSON value; white space around it is allowed */
    static JsonSpan of(String json) {
        try (var parser = JacksonCodec.createParser(json)) {
            parser.nextToken();
            return value(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonSpan value(JsonParser parser) throws IOException {
        int from = offset(parser);
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                var members = new ArrayList<Member>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    var name = parser.currentName();
                    int at = offset(parser);
                    parser.nextToken();
                    members.add(new Member(name, at, value(parser)));
                }
                yield new Members(from, end(parser), members);
            }
            case START_ARRAY -> {
                var elements = new ArrayList<JsonSpan>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                yield new Elements(from, end(parser), elements);
            }
            default -> new Scalar(from, end(parser));
        };
    }

    private static int offset(JsonParser parser) {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    private static int end(JsonParser parser) throws IOException {
        parser.finishToken();
        return (int) parser.currentLocation().getCharOffset();
    }
}
