package dev.tracegate.identity.agent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a long JSON list part by part and passes on its elements one by one, each with the wanted fields only. It holds one element of bounded
 * size at a time, so a list of any length needs the memory of its largest element. Omits objects and lists without a wanted field, and texts that
 * are too long. Confined to one thread.
 */
public final class JsonElements {
    /** Levels of nesting; no wanted field is deeper than 6. */
    private static final int MOST_DEPTH = 32;
    /**
     * Characters of one text or name, wanted or not: a container's labels may hold a whole configuration file. Bytes of a token without an end
     * too, because the parser checks the length of a number only at its end.
     */
    private static final int MOST_TOKEN = 256 * 1024;
    /** Characters of a wanted text: AWS's longest ARNs have 2,048; a longer one counts as absent. */
    static final int MOST_TEXT = 2_048;
    /** Characters kept of one element, some for each value: a task of 10 containers with their networks takes 4,000. */
    static final int MOST_ELEMENT = 64 * 1024;
    private static final int A_VALUE = 32;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MOST_DEPTH)
                    .maxStringLength(MOST_TOKEN)
                    .maxNameLength(MOST_TOKEN)
                    .build())
            // the other side chooses the names, so they are not interned
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final @Nullable String list;
    private final Set<String> wanted;
    private final Consumer<JsonObject> elements;
    private final JsonParser parser;
    private final ByteArrayFeeder feeder;

    private int depth;
    private @Nullable String name;
    private boolean began;
    /** Depth of the list; 0 outside of it. */
    private int inList;
    private final Deque<Open> open = new ArrayDeque<>();
    private int kept;
    /** Bytes of the parts since the last token. */
    private int unfinished;

    /** An object or a list that is being read. */
    private record Open(@Nullable String name, @Nullable JsonObject object, @Nullable JsonArray array) {
        void add(@Nullable String under, @Nullable Object value) {
            if (object != null && under != null) {
                object.put(under, value);
            } else if (array != null) {
                array.add(value);
            }
        }

        boolean isEmpty() {
            return object == null ? array == null || array.isEmpty() : object.isEmpty();
        }
    }

    /**
     * @param list the member of the outermost object that is the list; null if the list is outermost
     * @param wanted names of members with a text, a number or a list of texts, at whatever depth of an element
     */
    public JsonElements(@Nullable String list, Set<String> wanted, Consumer<JsonObject> elements) {
        this.list = list;
        this.wanted = wanted;
        this.elements = elements;
        try {
            this.parser = JSON.createNonBlockingByteArrayParser();
        } catch (IOException never) {
            throw new IllegalStateException(never);
        }
        this.feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
    }

    /** @throws IOException if the part is not JSON or exceeds a bound; exceptions of the consumer pass through */
    void feed(byte[] part) throws IOException {
        feeder.feedInput(part, 0, part.length);
        unfinished = read() || endsBlank(part) ? 0 : unfinished + part.length;
        if (unfinished > MOST_TOKEN) {
            throw new IOException("a token of it has more than " + MOST_TOKEN + " bytes");
        }
    }

    /** @throws IOException if the text is not complete or contains no list */
    void end() throws IOException {
        feeder.endOfInput();
        read();
        if (!began) {
            throw new IOException(list == null ? "it is not a list" : "there is no list " + list + " in it");
        }
    }

    /** Whether no number can continue in the next part. The parser bounds a text while it arrives, but a number only at its end. */
    private static boolean endsBlank(byte[] part) {
        return part.length == 0 || " \t\r\n".indexOf(part[part.length - 1]) >= 0;
    }

    /** Whether there was a token. */
    private boolean read() throws IOException {
        boolean any = false;
        for (var token = parser.nextToken(); token != null
                && token != JsonToken.NOT_AVAILABLE; token = parser.nextToken()) {
            take(token);
            any = true;
        }
        return any;
    }

    private void take(JsonToken token) throws IOException {
        switch (token) {
            case START_OBJECT, START_ARRAY -> opens(token == JsonToken.START_OBJECT);
            case END_OBJECT, END_ARRAY -> closes();
            case FIELD_NAME -> name = parser.currentName();
            default -> value(token);
        }
    }

    private void opens(boolean object) throws IOException {
        depth++;
        if (!open.isEmpty() || (inList > 0 && depth == inList + 1 && object)) {
            count(A_VALUE);
            open.push(new Open(name, object ? new JsonObject() : null, object ? null : new JsonArray()));
        } else if (!began && !object && (list == null ? depth == 1 : depth == 2 && list.equals(name))) {
            began = true;
            inList = depth;
        } else if (depth == 1 && list == null) {
            throw new IOException("it is not a list");
        }
    }

    private void closes() {
        if (depth == inList) {
            inList = 0;
        }
        depth--;
        if (open.isEmpty()) {
            return;
        }
        var done = open.pop();
        if (open.isEmpty()) {
            kept = 0;
            elements.accept(done.object == null ? new JsonObject() : done.object);
        } else if (!done.isEmpty()) {
            open.element().add(done.name, done.object == null ? done.array : done.object);
        } else {
            kept -= A_VALUE;
        }
    }

    private void value(JsonToken token) throws IOException {
        if (open.isEmpty()) {
            return;
        }
        var in = open.element();
        var under = in.object == null ? in.name : name;
        if (under == null || !wanted.contains(under)) {
            return;
        }
        if (token == JsonToken.VALUE_STRING && parser.getTextLength() <= MOST_TEXT) {
            count(A_VALUE + parser.getTextLength());
            in.add(under, parser.getText());
        } else if (token == JsonToken.VALUE_NUMBER_INT) {
            count(A_VALUE);
            in.add(under, parser.getNumberValue());
        }
    }

    private void count(int characters) throws IOException {
        kept += characters;
        if (kept > MOST_ELEMENT) {
            throw new IOException("one element of it has more than " + MOST_ELEMENT + " characters of interest");
        }
    }
}
