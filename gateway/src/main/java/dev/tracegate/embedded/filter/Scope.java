package dev.tracegate.embedded.filter;

import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Node;
import dev.tracegate.embedded.model.Trace;
import java.util.EnumSet;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the keywords of a filter look at.
 *
 * @param subject whose outcome counts: the trace's root, the segment (or the caller's subsegment) by which a service is seen, the call on an
 *     edge; null for a trace without root
 * @param node the service, or the callee of an edge; null at trace level
 */
record Scope(Level level, Trace trace, @Nullable Entity subject, @Nullable Node node) {

    /** Where in an expression a keyword stands. */
    enum Level {
        TRACE, SERVICE, EDGE;

        static final Set<Level> ALL = EnumSet.allOf(Level.class);
        static final Set<Level> NOT_EDGE = EnumSet.of(TRACE, SERVICE);
        static final Set<Level> ONLY_SERVICE = EnumSet.of(SERVICE);

        /** In words that follow "has no meaning". */
        String place() {
            return switch (this) {
                case TRACE -> "outside of the braces of service";
                case SERVICE -> "within the braces of service";
                case EDGE -> "within the braces of edge";
            };
        }
    }

    static Scope of(Trace trace) {
        return new Scope(Level.TRACE, trace, trace.root().orElse(null), null);
    }

    /** Where users, annotations and the like are looked for; one entity that has them is enough. */
    Stream<Entity> entities() {
        return switch (level) {
            case TRACE -> trace.entities();
            case SERVICE, EDGE -> Stream.ofNullable(subject).flatMap(Scope::own);
        };
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

    /** A trace is as long as X-Ray says, a service as its segment with all own work, a call as its caller waited. */
    OptionalDouble duration() {
        if (level == Level.TRACE) {
            return trace.duration();
        }
        return subject == null ? OptionalDouble.empty() : level == Level.EDGE ? subject.duration() : subject.envelope();
    }

    boolean partial() {
        return level == Level.TRACE ? trace.partial() : subject != null && subject.inProgress();
    }

    /** At trace level, whether any node is. */
    boolean inferred() {
        return level == Level.TRACE
                ? trace.entities().anyMatch(Node::infers)
                : subject != null && Node.infers(subject);
    }

    /** Whether this is the service that the trace began with. */
    boolean root() {
        return subject != null && subject == trace.root().orElse(null) && node != null
                && !Node.CLIENT.equals(node.type());
    }

    /** A segment has all its subsegments; an inferred node only the call to it. */
    private static Stream<Entity> own(Entity subject) {
        return subject.isSegment() ? subject.tree() : Stream.of(subject);
    }
}
