package dev.tracegate.embedded.model;

import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A segment or subsegment of a stored document: a view over its JSON, and its place in the trace. It is linked while its {@link Trace} is
 * assembled and only read after that, so an assembled entity may be shared between threads. Two entities are never equal.
 */
public final class Entity {
    // X-Ray cuts longer names instead of refusing them
    private static final int MAX_NAME = 200;

    private final JsonObject json;
    private final boolean document;
    private final String id;
    private final String name;
    private final List<Entity> subsegments = new ArrayList<>();
    private final List<Entity> callees = new ArrayList<>();
    private @Nullable Entity parent;
    private @Nullable Entity caller;

    private Entity(JsonObject json, @Nullable Entity parent) {
        this.json = json;
        this.document = parent == null;
        this.parent = parent;
        id = orEmpty(Fields.text(json, "id"));
        var full = orEmpty(Fields.text(json, "name"));
        name = full.length() > MAX_NAME ? full.substring(0, MAX_NAME) : full;
    }

    /** The entity of a whole document, be it a segment or an independent subsegment, with its inline subsegments to any depth. */
    public static Entity segment(JsonObject document) {
        var top = new Entity(document, null);
        var open = new ArrayDeque<Entity>(List.of(top));
        while (!open.isEmpty()) { // a loop, since the depth is the sender's choice and a stack is not endless
            var next = open.removeFirst();
            Fields.objects(next.json, "subsegments").map(child -> new Entity(child, next)).forEach(child -> {
                next.subsegments.add(child);
                open.addLast(child);
            });
        }
        return top;
    }

    /** The JSON as it came; do not change it. Subsegments that were merged in later are not in it: see {@link #subsegments()}. */
    public JsonObject json() {
        return json;
    }

    public String id() {
        return id;
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
        return document && !independent();
    }

    /** Whether this is a subsegment that was sent as a document of its own. */
    public boolean independent() {
        return document && "subsegment".equals(Fields.text(json, "type"));
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

    /** An annotation as X-Ray indexes it: a String, a Double or a Boolean; null where it is absent or of another kind. */
    public @Nullable Object annotation(String key) {
        var value = annotations().getValue(key);
        if (value instanceof Number) {
            var number = Fields.number(annotations(), key);
            return number.isPresent() ? (Object) number.getAsDouble() : null;
        }
        return value instanceof String || value instanceof Boolean ? value : null;
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
    public record Failure(@Nullable String name, @Nullable String message) {}

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

    /**
     * The document with all merged subsegments in it, as BatchGetTraces returns it: a new object in which a merged subsegment has lost
     * {@code type}, {@code parent_id} and {@code trace_id}.
     */
    public JsonObject document() {
        return new JsonObject(merged());
    }

    private Map<String, Object> merged() {
        var copy = new LinkedHashMap<>(json.getMap());
        if (parent != null) {
            copy.keySet().removeAll(List.of("type", "parent_id", "trace_id"));
        }
        if (!subsegments.isEmpty()) {
            copy.put("subsegments", subsegments.stream().map(Entity::merged).toList());
        }
        return copy;
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
