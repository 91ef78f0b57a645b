package dev.tracegate.embedded.graph;

import dev.tracegate.embedded.model.Entity;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A stored document as BatchGetTraces returns it: the text as it was received, except for what X-Ray itself changes:
 * <ul>
 * <li>a name longer than 200 characters is cut;
 * <li>subsegments lose {@code type}, {@code parent_id} and {@code trace_id}: their place says the same;
 * <li>independent subsegments are inserted into the {@code subsegments} of their parent, in place of an inline one that was in progress;
 * <li>{@code http.request.traced} is left out;
 * <li>an exception's {@code stack} is left out where it is empty;
 * <li>a call to AWS ({@code namespace: aws}) that names a table, bucket, queue, topic or function has {@code aws.resource_names}.
 * </ul>
 * Numbers, blanks, unknown and repeated members and escapes stay as they were written.
 */
final class ReturnedDocument {
    /** The members of an independent subsegment that name its parent. */
    private static final Set<String> PLACE = Set.of("type", "parent_id", "trace_id");
    private static final List<String> RESOURCES = List.of("table_name", "bucket_name", "queue_url", "topic_arn",
            "function_name");

    private final Splice splice;
    private final JsonSpan.Members root;
    private final Map<Entity, JsonSpan.Members> spans = new HashMap<>();

    /** @param others gets those of the independent subsegments below */
    ReturnedDocument(Entity document, Map<Entity, ReturnedDocument> others) {
        var text = Objects.requireNonNull(document.text());
        splice = new Splice(text);
        root = (JsonSpan.Members) JsonSpan.of(text);
        others.put(document, this);
        edit(document, root, others);
    }

    /** With white space around it as received. */
    static String whole(ReturnedDocument document, String received) {
        var out = new StringBuilder(received.length());
        document.splice.appendTo(out, 0, received.length());
        return out.toString();
    }

    /** The returned text of a member of an entity in this document; empty where it has none. */
    Optional<String> member(Entity entity, String name) {
        return Objects.requireNonNull(spans.get(entity)).last(name).map(value -> {
            var out = new StringBuilder();
            splice.appendTo(out, value.from(), value.to());
            return out.toString();
        });
    }

    private void appendTo(StringBuilder out) {
        splice.appendTo(out, root.from(), root.to());
    }

    private void edit(Entity entity, JsonSpan.Members span, Map<Entity, ReturnedDocument> others) {
        spans.put(entity, span);
        if (entity.hasLongName()) {
            span.last("name").ifPresent(name -> splice.replace(name, out -> out.append(Json.encode(entity.name()))));
        }
        if (!entity.isSegment()) {
            splice.remove(span, member -> PLACE.contains(member.name()));
        }
        span.object("http")
                .flatMap(http -> http.object("request"))
                .ifPresent(request -> splice.remove(request, member -> member.name().equals("traced")));
        span.object("cause").flatMap(cause -> cause.array("exceptions")).ifPresent(this::dropEmptyStacks);
        nameResources(entity, span);
        subsegments(entity, span, others);
    }

    private void dropEmptyStacks(JsonSpan.Elements exceptions) {
        for (var each : exceptions.list()) {
            if (each instanceof JsonSpan.Members exception) {
                splice.remove(exception, member -> member.name().equals("stack")
                        && member.value() instanceof JsonSpan.Elements stack && stack.list().isEmpty());
            }
        }
    }

    private void nameResources(Entity entity, JsonSpan.Members span) {
        var names = new JsonArray();
        if ("aws".equals(entity.namespace())) {
            RESOURCES.stream().map(entity::aws).filter(Objects::nonNull).forEach(names::add);
        }
        if (!names.isEmpty()) {
            var aws = span.object("aws").orElseThrow();
            put(aws, "resource_names", out -> out.append(names.encode()));
        }
    }

    private void put(JsonSpan.Members object, String name, Consumer<StringBuilder> value) {
        object.last(name)
                .ifPresentOrElse(old -> splice.replace(old, value), () -> splice.append(object, name, value));
    }

    private void subsegments(Entity entity, JsonSpan.Members span, Map<Entity, ReturnedDocument> others) {
        var inline = new HashMap<Integer, Entity>();
        var merged = new ArrayList<Consumer<StringBuilder>>();
        for (var each : entity.subsegments()) {
            if (each.text() == null) {
                inline.put(each.index(), each);
            } else {
                var document = new ReturnedDocument(each, others);
                merged.add(document::appendTo);
            }
        }
        var array = span.array("subsegments");
        if (array.isPresent()) {
            change(array.get(), inline, merged, others);
        } else if (!merged.isEmpty()) {
            put(span, "subsegments", out -> {
                Splice.join(out.append('['), merged);
                out.append(']');
            });
        }
    }

    private void change(JsonSpan.Elements array, Map<Integer, Entity> inline, List<Consumer<StringBuilder>> merged,
            Map<Entity, ReturnedDocument> others) {
        var removed = new ArrayList<Boolean>();
        for (int i = 0; i < array.list().size(); i++) {
            var child = inline.get(i);
            var place = array.list().get(i);
            // an object that is no subsegment any more has given way to the finished version of it
            removed.add(child == null && place instanceof JsonSpan.Members);
            if (child != null) {
                edit(child, (JsonSpan.Members) place, others);
            }
        }
        splice.change(array, removed, merged);
    }
}
