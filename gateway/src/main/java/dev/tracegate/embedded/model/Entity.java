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
 * A segment or subsegment: a view of its JSON, with links to its parent, subsegments, caller and callees. The links change only while the
 * {@link Trace} is assembled; afterwards any thread may read an entity. Equality is identity. Fields of an unexpected type count as absent.
 */
public final class Entity {
    // UTF-16 units; X-Ray truncates longer names instead of rejecting them
    private static final int MAX_NAME_LENGTH = 200;
    // X-Ray's documentation: letters, digits and underscores; its newer version adds dots. 500 characters are X-Ray's maximum
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
        id = orEmpty(JsonFields.text(json, "id"));
        name = truncate(orEmpty(JsonFields.text(json, "name")));
    }

    /**
     * Parses a document: a segment or an independent subsegment, with its inline subsegments at any depth.
     *
     * @param text a JSON object
     * @throws io.vertx.core.json.DecodeException if it is not one
     */
    public static Entity parse(String text) {
        var top = new Entity(new JsonObject(text), text, null, 0);
        var queue = new ArrayDeque<Entity>(List.of(top));
        while (!queue.isEmpty()) { // a loop and no recursion, because the sender chooses the depth
            var next = queue.removeFirst();
            var array = JsonFields.array(next.json, "subsegments");
            for (int i = 0; i < array.size(); i++) {
                if (array.getValue(i) instanceof JsonObject inline) {
                    var child = new Entity(inline, null, next, i);
                    next.subsegments.add(child);
                    queue.addLast(child);
                }
            }
        }
        return top;
    }

    /** Does not split a surrogate pair. */
    private static String truncate(String name) {
        if (name.length() <= MAX_NAME_LENGTH) {
            return name;
        }
        return name.substring(0,
                Character.isHighSurrogate(name.charAt(MAX_NAME_LENGTH - 1)) ? MAX_NAME_LENGTH - 1 : MAX_NAME_LENGTH);
    }

    /** The document as received; null for an inline subsegment, which is part of the text of its parent. */
    public @Nullable String text() {
        return text;
    }

    /** The segment or independent subsegment whose document contains this entity; may be the entity itself. */
    public Entity document() {
        var at = this;
        while (at.text == null && at.parent != null) {
            at = at.parent;
        }
        return at;
    }

    /** Index of an inline subsegment in the array {@code subsegments} of its parent, from 0. */
    public int index() {
        return index;
    }

    /** Its own id; 16 hexadecimal digits in a document that passed the checks. */
    public String id() {
        return id;
    }

    /** Whether {@link #name()} is truncated. */
    public boolean hasLongName() {
        return orEmpty(JsonFields.text(json, "name")).length() > name.length();
    }

    /** The name, truncated to 200 characters as X-Ray does. */
    public String name() {
        return name;
    }

    /** The {@code parent_id}: the caller of a segment, or the parent of an independent subsegment. */
    public @Nullable String parentId() {
        return JsonFields.text(json, "parent_id");
    }

    /** The enclosing entity; null for a segment, and for an independent subsegment whose parent was not received. */
    public @Nullable Entity parent() {
        return parent;
    }

    /** The segment that contains this entity; the entity itself for a segment or an orphan. */
    public Entity segment() {
        var top = this;
        for (var up = parent; up != null; up = up.parent) {
            top = up;
        }
        return top;
    }

    /** Whether this is a segment and not a subsegment. */
    public boolean isSegment() {
        return text != null && !independent();
    }

    /** Whether this is a subsegment that was sent as a separate document. */
    public boolean independent() {
        return text != null && "subsegment".equals(JsonFields.text(json, "type"));
    }

    /** {@code aws} or {@code remote} for a call to another node; null for local work and for any other value. */
    public @Nullable String namespace() {
        var namespace = JsonFields.text(json, "namespace");
        return "aws".equals(namespace) || "remote".equals(namespace) ? namespace : null;
    }

    /** Type of the AWS resource that ran the segment, such as {@code AWS::ECS::Container}. */
    public @Nullable String origin() {
        return JsonFields.text(json, "origin");
    }

    /** Epoch seconds. Every stored document has it. */
    public double startTime() {
        return JsonFields.number(json, "start_time").orElse(0);
    }

    /** Epoch seconds; empty while in progress. */
    public OptionalDouble endTime() {
        return JsonFields.number(json, "end_time");
    }

    /** Whether it has no end time. */
    public boolean inProgress() {
        return endTime().isEmpty();
    }

    /** Seconds from start to end, at least 0: X-Ray accepts an end before the start. Empty while in progress. */
    public OptionalDouble duration() {
        var end = endTime();
        return end.isPresent() ? OptionalDouble.of(JsonFields.seconds(startTime(), end.getAsDouble())) : end;
    }

    /** Seconds from start to the latest end in its {@link #tree()}, including asynchronous work after the response. Empty while in progress. */
    public OptionalDouble totalDuration() {
        var last = tree().map(Entity::endTime).flatMapToDouble(OptionalDouble::stream).max();
        return inProgress() || last.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(JsonFields.seconds(startTime(), last.getAsDouble()));
    }

    /** Whether it is marked as fault or has a status 5xx. */
    public boolean fault() {
        return JsonFields.flag(json, "fault") || status().orElse(0) / 100 == 5;
    }

    /** Whether it is marked as error or has a status 4xx, and is not throttled: X-Ray counts a 429 as throttle only. */
    public boolean error() {
        return !throttle() && (JsonFields.flag(json, "error") || status().orElse(0) / 100 == 4);
    }

    /** Whether it is marked as throttled or has status 429. */
    public boolean throttle() {
        return JsonFields.flag(json, "throttle") || status().orElse(0) == 429;
    }

    /** Whether it is completed without fault, error or throttle. */
    public boolean ok() {
        return !inProgress() && !fault() && !error() && !throttle();
    }

    /** The {@code http} block, with {@code request} and {@code response}. */
    public @Nullable JsonObject http() {
        return JsonFields.object(json, "http");
    }

    /** A string in {@code http.request}, such as {@code url}. */
    public @Nullable String request(String field) {
        return JsonFields.text(JsonFields.object(http(), "request"), field);
    }

    /** The HTTP status, {@code http.response.status}. */
    public OptionalInt status() {
        var status = JsonFields.number(JsonFields.object(http(), "response"), "status");
        return status.isPresent() ? OptionalInt.of((int) status.getAsDouble()) : OptionalInt.empty();
    }

    /** The annotations as sent, an empty object if there are none. Values may have any JSON type; X-Ray indexes strings, numbers and booleans. */
    public JsonObject annotations() {
        var annotations = JsonFields.object(json, "annotations");
        return annotations == null ? new JsonObject() : annotations;
    }

    /**
     * The indexed value of an annotation: a String, a Double or a Boolean. Null if it is absent, an empty string or of another type, or if X-Ray does
     * not index the key.
     */
    public @Nullable Object annotation(String key) {
        if (!INDEXED_KEY.matcher(key).matches()) {
            return null;
        }
        var value = annotations().getValue(key);
        if (value instanceof Number) {
            var number = JsonFields.number(annotations(), key);
            return number.isPresent() ? (Object) number.getAsDouble() : null;
        }
        return (value instanceof String text && !text.isEmpty()) || value instanceof Boolean ? value : null;
    }

    /** User who sent the request. */
    public @Nullable String user() {
        return JsonFields.text(json, "user");
    }

    /** ARN of the AWS resource that ran the segment. */
    public @Nullable String resourceArn() {
        return JsonFields.text(json, "resource_arn");
    }

    /** A string in the {@code aws} block, such as {@code operation} or {@code account_id}. */
    public @Nullable String aws(String field) {
        return JsonFields.text(JsonFields.object(json, "aws"), field);
    }

    /** A string in {@code aws.ec2}: {@code instance_id} or {@code availability_zone}. */
    public @Nullable String ec2(String field) {
        return JsonFields.text(JsonFields.object(JsonFields.object(json, "aws"), "ec2"), field);
    }

    /** The exceptions in its {@code cause}; empty if the cause is absent or only the id of an exception. */
    public Stream<ExceptionInfo> exceptions() {
        return JsonFields.objects(JsonFields.object(json, "cause"), "exceptions")
                .map(it -> new ExceptionInfo(JsonFields.text(it, "type"), JsonFields.text(it, "message")));
    }

    /** An exception in a document: its type and its message. */
    public record ExceptionInfo(@Nullable String name, @Nullable String message) implements Comparable<ExceptionInfo> {
        private static final Comparator<@Nullable String> TEXT = Comparator.nullsFirst(Comparator.naturalOrder());

        @Override
        public int compareTo(ExceptionInfo other) {
            int byName = TEXT.compare(name, other.name);
            return byName == 0 ? TEXT.compare(message, other.message) : byName;
        }
    }

    /** Inline subsegments, then attached independent subsegments. Unmodifiable. */
    public List<Entity> subsegments() {
        return Collections.unmodifiableList(subsegments);
    }

    /** The segments that this entity called: those with its id as their {@code parent_id}. Unmodifiable. */
    public List<Entity> callees() {
        return Collections.unmodifiableList(callees);
    }

    /** The entity that called this segment; null for a root, for a subsegment, and if the caller was not received. */
    public @Nullable Entity caller() {
        return caller;
    }

    /** This entity and all subsegments below it, parents before children. */
    public Stream<Entity> tree() {
        var all = new ArrayList<Entity>();
        var stack = new ArrayDeque<Entity>(List.of(this));
        while (!stack.isEmpty()) {
            var next = stack.removeLast();
            all.add(next);
            next.subsegments.reversed().forEach(stack::addLast);
        }
        return all.stream();
    }

    /** Attaches an independent subsegment. It replaces versions in progress with its id; if a completed version is present, that one stays. */
    void attach(Entity child) {
        subsegments.removeIf(known -> known.inProgress() && known.id.equals(child.id));
        if (subsegments.stream().noneMatch(known -> known.id.equals(child.id))) {
            subsegments.add(child);
            child.parent = this;
        }
    }

    void addCallee(Entity segment) {
        callees.add(segment);
        segment.caller = this;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
