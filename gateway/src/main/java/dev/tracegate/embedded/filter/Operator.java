package dev.tracegate.embedded.filter;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a field's value is compared. */
public enum Operator {
    /** Of any kind. */
    EQUAL("="), UNEQUAL("!="),
    /** Of numbers. */
    LESS("<"), AT_MOST("<="), MORE(">"), AT_LEAST(">="),
    /** Of texts, case-sensitive. */
    CONTAINS("CONTAINS"), BEGINS_WITH("BEGINSWITH"), ENDS_WITH("ENDSWITH");

    private final String text;

    Operator(String text) {
        this.text = text;
    }

    /** As it is written in an expression; words in any case. */
    static Optional<Operator> of(String text) {
        var upper = text.toUpperCase(Locale.ROOT);
        return Stream.of(values()).filter(operator -> operator.text.equals(upper)).findFirst();
    }

    String text() {
        return text;
    }

    boolean suits(Kind kind) {
        return switch (this) {
            case EQUAL, UNEQUAL -> true;
            case LESS, AT_MOST, MORE, AT_LEAST -> kind == Kind.NUMBER;
            case CONTAINS, BEGINS_WITH, ENDS_WITH -> kind == Kind.TEXT;
        };
    }

    /** Compares two values of one kind. */
    boolean holds(Object found, Object asked) {
        return switch (this) {
            case EQUAL -> found.equals(asked);
            case UNEQUAL -> !found.equals(asked);
            case LESS -> (double) found < (double) asked;
            case AT_MOST -> (double) found <= (double) asked;
            case MORE -> (double) found > (double) asked;
            case AT_LEAST -> (double) found >= (double) asked;
            case CONTAINS -> ((String) found).contains((String) asked);
            case BEGINS_WITH -> ((String) found).startsWith((String) asked);
            case ENDS_WITH -> ((String) found).endsWith((String) asked);
        };
    }
}
