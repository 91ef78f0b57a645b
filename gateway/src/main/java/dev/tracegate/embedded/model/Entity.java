package dev.tracegate.embedded.model;

import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A segment or subsegment of a stored document: a view over its JSON, and its place in the trace. It is linked while its {@link Trace} is
 * assembled and only read after that, so an assembled entity may be shared between threads. Two entities are never equal.
 */
public final class Entity {
    // X-Ray cuts longer names instead of refusing them
    private static final int MAX_NAME = 200;
    // X-Ray's documentation: letters, digits, underscore; its newer one allows dots, too
    private static final Pattern INDEXED_KEY = Pattern.compile("[A-Za-z0-9_.]{1,500}");

    private final JsonObject json;
    private final @Nullable String text;
    private final int index;
    private final String id;
    private final String name;
    private final List<Entity> subsegments = new ArrayList<>();
    private final List<Entity> callees = new ArrayList<>();
    private @Nullable Entity parent;
    private @Nullable Entity caller;

    private Entity(JsonObject json, @Nullable String text, @Nullable Entity parent, int index) {
        this.json = json;
        this.text = text;
        this.parent = parent;
        this.index = index;
        id = orEmpty(Fields.text(json, "id"));
        name = cut(orEmpty(Fields.text(json, "name")));
    }

    /**
     * The entity of a whole document, be it a segment or an independent subsegment, with its inline subsegments to any depth.
     *
     * @param text a JSON object
     */
    public static Entity segment(String text) {
        var top = new Entity(new JsonObject(text), text, null, 0);
        var open = new ArrayDeque<Entity>(List.of(top));
        while (!open.isEmpty()) { // a loop, since the depth is the sender's choice and a stack is not endless
            var next = open.removeFirst();
            var array = Fields.array(next.json, "subsegments");
            for (int i = 0; i < array.size(); i++) {
                if (array.getValue(i) instanceof JsonObject inline) {
                    var child = new Entity(inline, null, next, i);
                    next.subsegments.add(child);
                    open.addLast(child);
                }
            }
        }
        return top;
    }

    /** Not between the two halves of a character. */
    private static String cut(String name) {
        if (name.length() <= MAX_NAME) {
            return name;
        }
        return name.substring(0, Character.isHighSurrogate(name.charAt(MAX_NAME - 1)) ? MAX_NAME - 1 : MAX_NAME);
    }

    /** The document's text as it was received; null for an inline subsegment, which is part of its parent's text. */
    public @Nullable String text() {
        return text;
    }

    /** The document that it was received in; itself for a segment and for an independent subsegment. */
    public Entity document() {
        var at = this;
        while (at.text == null && at.parent != null) {
            at = at.parent;
        }
        return at;
    }

    /** The index of an inline subsegment in its parent's {@code subsegments}, from 0. */
    public int index() {
        return index;
    }

    public String id() {
        return id;
    }

    /** Whether the document has a longer name than {@link #name()}. */
    public boolean hasLongName() {
        return orEmpty(Fields.text(json, "name")).length() > name.length();
    }

    /** The name, cut at 200 characters as X-Ray does. */
    public String name() {
        return name;
    }

    /** The {@code parent_id} of the document: a segment's caller, or what an independent subsegment belongs to. */
    public @Nullable String parentId() {
        return Fields.text(json, "parent_id");
    }

    /** The enclosing entity; null for a segment, and for an independent subsegment whose parent never came. */
    public @Nullable Entity parent() {
        return parent;
    }

    /** The segment it belongs to; itself for a segment or an orphan. */
    public Entity segment() {
        var top = this;
        for (var up = parent; up != null; up = up.parent) {
            top = up;
        }
        return top;
    }

    public boolean isSegment() {
        return text != null && !independent();
    }

    /** Whether this is a subsegment that was sent as a document of its own. */
    public boolean independent() {
        return text != null && "subsegment".equals(Fields.text(json, "type"));
    }

    /** {@code aws} or {@code remote} for a call to another node; null for local work, whatever else the document says. */
    public @Nullable String namespace() {
        var namespace = Fields.text(json, "namespace");
        return "aws".equals(namespace) || "remote".equals(namespace) ? namespace : null;
    }

    public @Nullable String origin() {
        return Fields.text(json, "origin");
    }

    /** Epoch seconds. The store admits no document without it. */
    public double startTime() {
        return Fields.number(json, "start_time").orElse(0);
    }

    /** Epoch seconds; empty while in progress. */
    public OptionalDouble endTime() {
        return Fields.number(json, "end_time");
    }

    public boolean inProgress() {
        return endTime().isEmpty();
    }

    /** Seconds from start to end, never negative (X-Ray tolerates an end before the start); empty while in progress. */
    public OptionalDouble duration() {
        var end = endTime();
        return end.isPresent() ? OptionalDouble.of(Fields.seconds(startTime(), end.getAsDouble())) : end;
    }

    /** Seconds from start to the last end within its {@link #tree()}, so with work after the response; empty while in progress. */
    public OptionalDouble envelope() {
        var last = tree().map(Entity::endTime).flatMapToDouble(OptionalDouble::stream).max();
        return inProgress() || last.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Fields.seconds(startTime(), last.getAsDouble()));
    }

    /** Flagged so, or answered 5xx. */
    public boolean fault() {
        return Fields.flag(json, "fault") || status().orElse(0) / 100 == 5;
    }

    /** Flagged so, or answered 4xx, and not throttled: X-Ray counts a 429 as throttle only. */
    public boolean error() {
        return !throttle() && (Fields.flag(json, "error") || status().orElse(0) / 100 == 4);
    }

    /** Flagged so, or answered 429. */
    public boolean throttle() {
        return Fields.flag(json, "throttle") || status().orElse(0) == 429;
    }

    /** Finished, and none of the three. */
    public boolean ok() {
        return !inProgress() && !fault() && !error() && !throttle();
    }

    /** The {@code http} block, with {@code request} and {@code response}. */
    public @Nullable JsonObject http() {
        return Fields.object(json, "http");
    }

    /** A text field of {@code http.request}, such as {@code url}. */
    public @Nullable String request(String field) {
        return Fields.text(Fields.object(http(), "request"), field);
    }

    /** {@code http.response.status}. */
    public OptionalInt status() {
        var status = Fields.number(Fields.object(http(), "response"), "status");
        return status.isPresent() ? OptionalInt.of((int) status.getAsDouble()) : OptionalInt.empty();
    }

    /** Empty if there are none; values may be of any JSON type, of which X-Ray indexes strings, numbers and booleans. */
    public JsonObject annotations() {
        var annotations = Fields.object(json, "annotations");
        return annotations == null ? new JsonObject() : annotations;
    }

    /**
     * An annotation as X-Ray indexes it: a String, a Double or a Boolean; null where it is absent, an empty text or of another kind, and where
     * X-Ray does not index the key.
     */
    public @Nullable Object annotation(String key) {
        if (!INDEXED_KEY.matcher(key).matches()) {
            return null;
        }
        var value = annotations().getValue(key);
        if (value instanceof Number) {
            var number = Fields.number(annotations(), key);
            return number.isPresent() ? (Object) number.getAsDouble() : null;
        }
        return (value instanceof String text && !text.isEmpty()) || value instanceof Boolean ? value : null;
    }

    public @Nullable String user() {
        return Fields.text(json, "user");
    }

    public @Nullable String resourceArn() {
        return Fields.text(json, "resource_arn");
    }

    /** A text field of the {@code aws} block, such as {@code operation} or {@code account_id}. */
    public @Nullable String aws(String field) {
        return Fields.text(Fields.object(json, "aws"), field);
    }

    /** A text field of {@code aws.ec2}: {@code instance_id} or {@code availability_zone}. */
    public @Nullable String ec2(String field) {
        return Fields.text(Fields.object(Fields.object(json, "aws"), "ec2"), field);
    }

    /** The exceptions of its {@code cause}; empty where the cause only names one, or is absent. */
    public Stream<Failure> exceptions() {
        return Fields.objects(Fields.object(json, "cause"), "exceptions")
                .map(it -> new Failure(Fields.text(it, "type"), Fields.text(it, "message")));
    }

    /** An exception as a document tells it, by type and message. */
    public record Failure(@Nullable String name, @Nullable String message) implements Comparable<Failure> {
        private static final Comparator<@Nullable String> TEXT = Comparator.nullsFirst(Comparator.naturalOrder());

        @Override
        public int compareTo(Failure other) {
            int byName = TEXT.compare(name, other.name);
            return byName == 0 ? TEXT.compare(message, other.message) : byName;
        }
    }

    /** Inline subsegments, and the independent ones merged into this entity. */
    public List<Entity> subsegments() {
        return Collections.unmodifiableList(subsegments);
    }

    /** The segments of the trace that this entity called: those with its id as their {@code parent_id}. */
    public List<Entity> callees() {
        return Collections.unmodifiableList(callees);
    }

    /** The entity that called this segment; null for a root, a subsegment, and where the caller's document never came. */
    public @Nullable Entity caller() {
        return caller;
    }

    /** Itself and all subsegments below, parents first. */
    public Stream<Entity> tree() {
        var all = new ArrayList<Entity>();
        var open = new ArrayDeque<Entity>(List.of(this));
        while (!open.isEmpty()) {
            var next = open.removeLast();
            all.add(next);
            next.subsegments.reversed().forEach(open::addLast);
        }
        return all.stream();
    }

    /** Takes in an independent subsegment, unless a finished one of its id is already here: the first finished version wins. */
    void adopt(Entity child) {
        subsegments.removeIf(known -> known.inProgress() && known.id.equals(child.id));
        if (subsegments.stream().noneMatch(known -> known.id.equals(child.id))) {
            subsegments.add(child);
            child.parent = this;
        }
    }

    void call(Entity segment) {
        callees.add(segment);
        segment.caller = this;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
