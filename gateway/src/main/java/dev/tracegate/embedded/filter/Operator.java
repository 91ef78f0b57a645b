package dev.tracegate.embedded.filter;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A comparison operator. */
public enum Operator {
    /** For any type. */
    EQUAL("="), UNEQUAL("!="),
    /** For numbers. */
    LESS("<"), AT_MOST("<="), MORE(">"), AT_LEAST(">="),
    /** For strings; case-sensitive. */
    CONTAINS("CONTAINS"), BEGINS_WITH("BEGINSWITH"), ENDS_WITH("ENDSWITH");

    private final String text;

    Operator(String text) {
        this.text = text;
    }

    /** The operator with this text, ignoring case; empty if there is none. */
    static Optional<Operator> of(String text) {
        var upper = text.toUpperCase(Locale.ROOT);
        return Stream.of(values()).filter(operator -> operator.text.equals(upper)).findFirst();
    }

    String text() {
        return text;
    }

    boolean supports(FieldType type) {
        return switch (this) {
            case EQUAL, UNEQUAL -> true;
            case LESS, AT_MOST, MORE, AT_LEAST -> type == FieldType.NUMBER;
            case CONTAINS, BEGINS_WITH, ENDS_WITH -> type == FieldType.TEXT;
        };
    }

    /** Compares two values of the same type, which the operator supports. */
    boolean test(Object found, Object expected) {
        return switch (this) {
            case EQUAL -> found.equals(expected);
            case UNEQUAL -> !found.equals(expected);
            case LESS -> (double) found < (double) expected;
            case AT_MOST -> (double) found <= (double) expected;
            case MORE -> (double) found > (double) expected;
            case AT_LEAST -> (double) found >= (double) expected;
            case CONTAINS -> ((String) found).contains((String) expected);
            case BEGINS_WITH -> ((String) found).startsWith((String) expected);
            case ENDS_WITH -> ((String) found).endsWith((String) expected);
        };
    }
}
