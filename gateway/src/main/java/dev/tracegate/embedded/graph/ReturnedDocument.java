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
 * A stored document as BatchGetTraces returns it: the text as received, except for what X-Ray itself changes:
 * <ul>
 * <li>a name longer than 200 characters is truncated;
 * <li>subsegments lose {@code type}, {@code parent_id} and {@code trace_id}, which their place defines;
 * <li>independent subsegments are inserted into the {@code subsegments} of their parent, where they replace inline ones that were in progress;
 * <li>{@code http.request.traced} is removed;
 * <li>an empty {@code stack} of an exception is removed;
 * <li>a call to AWS ({@code namespace: aws}) that names a table, bucket, queue, topic or function gets {@code aws.resource_names}.
 * </ul>
 * Numbers, white space, escapes, and unknown and repeated members keep every character.
 */
final class ReturnedDocument {
    /** Members of an independent subsegment that define its parent. */
    private static final Set<String> PARENT_MEMBERS = Set.of("type", "parent_id", "trace_id");
    /** Fields of the {@code aws} block that name a resource. */
    private static final List<String> RESOURCE_FIELDS = List.of("table_name", "bucket_name", "queue_url", "topic_arn",
            "function_name");

    private final TextEdits edits;
    private final JsonSpan.Members root;
    private final Map<Entity, JsonSpan.Members> spans = new HashMap<>();

    /** @param others receives this document and those of the independent subsegments below it, by entity */
    ReturnedDocument(Entity document, Map<Entity, ReturnedDocument> others) {
        var text = Objects.requireNonNull(document.text());
        edits = new TextEdits(text);
        root = (JsonSpan.Members) JsonSpan.of(text);
        others.put(document, this);
        edit(document, root, others);
    }

    /** The returned text, with the white space around it as received. */
    static String text(ReturnedDocument document, String received) {
        var out = new StringBuilder(received.length());
        document.edits.appendTo(out, 0, received.length());
        return out.toString();
    }

    /** The returned text of a member of an entity in this document; empty if the entity does not have it. */
    Optional<String> member(Entity entity, String name) {
        return Objects.requireNonNull(spans.get(entity)).last(name).map(value -> {
            var out = new StringBuilder();
            edits.appendTo(out, value.from(), value.to());
            return out.toString();
        });
    }

    private void appendTo(StringBuilder out) {
        edits.appendTo(out, root.from(), root.to());
    }

    private void edit(Entity entity, JsonSpan.Members span, Map<Entity, ReturnedDocument> others) {
        spans.put(entity, span);
        if (entity.hasLongName()) {
            span.last("name").ifPresent(name -> edits.replace(name, out -> out.append(Json.encode(entity.name()))));
        }
        if (!entity.isSegment()) {
            edits.remove(span, member -> PARENT_MEMBERS.contains(member.name()));
        }
        span.object("http")
                .flatMap(http -> http.object("request"))
                .ifPresent(request -> edits.remove(request, member -> member.name().equals("traced")));
        span.object("cause").flatMap(cause -> cause.array("exceptions")).ifPresent(this::removeEmptyStacks);
        addResourceNames(entity, span);
        editSubsegments(entity, span, others);
    }

    private void removeEmptyStacks(JsonSpan.Elements exceptions) {
        for (var each : exceptions.list()) {
            if (each instanceof JsonSpan.Members exception) {
                edits.remove(exception, member -> member.name().equals("stack")
                        && member.value() instanceof JsonSpan.Elements stack && stack.list().isEmpty());
            }
        }
    }

    private void addResourceNames(Entity entity, JsonSpan.Members span) {
        var names = new JsonArray();
        if ("aws".equals(entity.namespace())) {
            RESOURCE_FIELDS.stream().map(entity::aws).filter(Objects::nonNull).forEach(names::add);
        }
        if (!names.isEmpty()) {
            var aws = span.object("aws").orElseThrow();
            setMember(aws, "resource_names", out -> out.append(names.encode()));
        }
    }

    private void setMember(JsonSpan.Members object, String name, Consumer<StringBuilder> value) {
        object.last(name)
                .ifPresentOrElse(old -> edits.replace(old, value), () -> edits.append(object, name, value));
    }

    private void editSubsegments(Entity entity, JsonSpan.Members span, Map<Entity, ReturnedDocument> others) {
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
            editArray(array.get(), inline, merged, others);
        } else if (!merged.isEmpty()) {
            setMember(span, "subsegments", out -> {
                TextEdits.join(out.append('['), merged);
                out.append(']');
            });
        }
    }

    private void editArray(JsonSpan.Elements array, Map<Integer, Entity> inline, List<Consumer<StringBuilder>> merged,
            Map<Entity, ReturnedDocument> others) {
        var removed = new ArrayList<Boolean>();
        for (int i = 0; i < array.list().size(); i++) {
            var child = inline.get(i);
            var element = array.list().get(i);
            // an object without an entity was replaced by an independent subsegment with its id
            removed.add(child == null && element instanceof JsonSpan.Members);
            if (child != null) {
                edit(child, (JsonSpan.Members) element, others);
            }
        }
        edits.changeElements(array, removed, merged);
    }
}
