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
 * Where the values of a JSON text stand in it, so that parts of the text can be exchanged and the rest stays as it was written. Offsets count
 * {@code char}s of the text; {@code to} is exclusive.
 */
sealed interface JsonSpan {
    int from();

    int to();

    /** A string, a number, true, false or null. */
    record Scalar(int from, int to) implements JsonSpan {}

    record Elements(int from, int to, List<JsonSpan> list) implements JsonSpan {}

    record Members(int from, int to, List<Member> list) implements JsonSpan {

        /** Of several members with one name the last, which is also the one that a JSON reader keeps. */
        public Optional<JsonSpan> last(String name) {
            return list.reversed().stream().filter(member -> member.name().equals(name)).map(Member::value).findFirst();
        }

        /** As {@link #last}, where it is an object. */
        public Optional<Members> object(String name) {
            return last(name).filter(Members.class::isInstance).map(Members.class::cast);
        }

        /** As {@link #last}, where it is an array. */
        public Optional<Elements> array(String name) {
            return last(name).filter(Elements.class::isInstance).map(Elements.class::cast);
        }
    }

    /** @param from of the name's opening quote */
    record Member(String name, int from, JsonSpan value) {}

    /** @param json one JSON value that has been read before, with white space around it or not */
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
