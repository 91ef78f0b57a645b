package dev.tracegate.embedded.filter;

import java.util.stream.Stream;

/** A field that a filter tests. In a scope it has any number of values, each a String, a Double or a Boolean. */
public sealed interface Field permits Keyword, Annotation {

    /** The values in the scope. A comparison matches if one of them matches. */
    Stream<Object> values(Scope scope);

    /** The meaning of the field without an operator: whether it has a value. */
    default boolean present(Scope scope) {
        return values(scope).findAny().isPresent();
    }

    /** Whether the operator may compare the field to that value. */
    boolean accepts(Operator operator, Value value);

    /** The text in an expression. */
    String text();
}
