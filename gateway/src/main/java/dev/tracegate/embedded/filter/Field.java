package dev.tracegate.embedded.filter;

import java.util.stream.Stream;

/** What a filter asks for: it has no, one or several values in a scope, each a String, a Double or a Boolean. */
public sealed interface Field permits Keyword, Annotation {

    /** The values found; a comparison holds if it holds for any of them. */
    Stream<Object> values(Scope scope);

    /** What the bare field says: that it has a value. */
    default boolean present(Scope scope) {
        return values(scope).findAny().isPresent();
    }

    /** Whether the operator makes sense for the field when compared to that value. */
    boolean takes(Operator operator, Value value);

    /** As it is written in an expression. */
    String text();
}
