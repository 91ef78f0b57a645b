package dev.tracegate.embedded.filter;

import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Node;
import dev.tracegate.embedded.model.Trace;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The part of a trace from which the keywords of a filter read their values.
 *
 * @param subject the entity with the outcome: the root of the trace, the segment of a service (or the call to it), the call on an edge;
 *     null for a trace without root and for a root cause
 * @param node the service, or the callee of an edge; null for a trace and for a root cause
 * @param part the part of a root cause; null otherwise
 */
record Scope(Level level, Trace trace, @Nullable Entity subject, @Nullable Node node, @Nullable CausePart part) {

    /** The place of a keyword in an expression. */
    enum Level {
        TRACE, SERVICE, EDGE, CAUSE_SERVICE, CAUSE_ENTITY,
        /** An entity on the path of a delay; only these have a coverage. */
        DELAY_ENTITY, CAUSE_EXCEPTION;

        static final Set<Level> CALLS = Set.of(TRACE, SERVICE, EDGE);
        static final Set<Level> SEGMENTS = Set.of(TRACE, SERVICE);
        static final Set<Level> CAUSE_ENTITIES = Set.of(CAUSE_ENTITY, DELAY_ENTITY);
        static final Set<Level> CAUSES = Set.of(CAUSE_SERVICE, CAUSE_ENTITY, DELAY_ENTITY, CAUSE_EXCEPTION);
        static final Set<Level> NAMED = Set.of(SERVICE, CAUSE_SERVICE, CAUSE_ENTITY, DELAY_ENTITY, CAUSE_EXCEPTION);
        static final Set<Level> TYPED = Set.of(SERVICE, CAUSE_SERVICE);

        /** For error messages: where the keyword is. */
        String description() {
            return switch (this) {
                case TRACE -> "outside braces";
                case SERVICE -> "within the braces of service";
                case EDGE -> "within the braces of edge";
                case CAUSE_SERVICE, CAUSE_ENTITY, DELAY_ENTITY, CAUSE_EXCEPTION -> "within these braces of rootcause";
            };
        }
    }

    static Scope of(Trace trace) {
        return new Scope(Level.TRACE, trace, trace.root().orElse(null), null, null);
    }

    static Scope of(Trace trace, NodeOccurrence service) {
        return new Scope(Level.SERVICE, trace, service.entity(), service.node(), null);
    }

    static Scope of(Trace trace, EdgeOccurrence edge) {
        return new Scope(Level.EDGE, trace, edge.call(), edge.to().node(), null);
    }

    static Scope of(Trace trace, CausePart part, Level level) {
        return new Scope(level, trace, null, null, part);
    }

    /**
     * The entities in which users, annotations and the like are looked up: for a service its segment with all subsegments, for an inferred node the
     * call to it.
     */
    Stream<Entity> entities() {
        if (level == Level.TRACE) {
            return trace.entities();
        }
        if (subject == null) {
            return Stream.empty();
        }
        return subject.isSegment() ? subject.tree() : Stream.of(subject);
    }

    static @Nullable Object number(OptionalDouble number) {
        return number.isPresent() ? (Object) number.getAsDouble() : null;
    }

    static @Nullable Object number(OptionalInt number) {
        return number.isPresent() ? (Object) (double) number.getAsInt() : null;
    }

    Stream<Object> ofSubject(Function<Entity, @Nullable Object> field) {
        return subject == null ? Stream.empty() : Stream.ofNullable(field.apply(subject));
    }

    Stream<Object> ofAny(Function<Entity, @Nullable Object> field) {
        return entities().flatMap(entity -> Stream.ofNullable(field.apply(entity)));
    }

    Stream<Object> ofNode(Function<Node, @Nullable Object> field) {
        return node == null ? Stream.empty() : Stream.ofNullable(field.apply(node));
    }

    Stream<Object> ofPart(Function<CausePart, @Nullable Object> field) {
        return part == null ? Stream.empty() : Stream.ofNullable(field.apply(part));
    }

    /** Seconds. For a trace and a service including asynchronous work, for an edge the time that the caller waited. */
    OptionalDouble duration() {
        if (level == Level.TRACE) {
            return trace.duration();
        }
        return subject == null ? OptionalDouble.empty()
                : level == Level.EDGE ? subject.duration() : subject.totalDuration();
    }

    boolean partial() {
        return level == Level.TRACE ? trace.partial() : subject != null && subject.inProgress();
    }

    /** Whether the node is inferred; at trace level, whether any node is. */
    boolean inferred() {
        return level == Level.TRACE
                ? trace.entities().anyMatch(Node::isInferredFrom)
                : subject != null && Node.isInferredFrom(subject);
    }

    /** Whether this is the service of the root of the trace. */
    boolean root() {
        return subject != null && subject == trace.root().orElse(null) && node != null
                && !Node.CLIENT.equals(node.type());
    }
}
