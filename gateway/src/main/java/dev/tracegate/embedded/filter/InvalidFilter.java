package dev.tracegate.embedded.filter;

import java.nio.charset.StandardCharsets;

/** A filter expression that X-Ray refuses; the message is for the client, in X-Ray's words, and names the place. */
public final class InvalidFilter extends Exception {
    private static final long serialVersionUID = 1;
    private static final int MAX_SYMBOL = 40;

    private final int offset;

    /**
     * @param from index of the first char of the offending symbol
     * @param to index after its last
     */
    InvalidFilter(String expression, int from, int to, String reason) {
        this(expression.substring(0, from).getBytes(StandardCharsets.UTF_8).length,
                from == to ? "<end>" : cut(expression.substring(from, to)), reason);
    }

    private InvalidFilter(int offset, String symbol, String reason) {
        super("Invalid input symbol '%s' at byte %d: %s".formatted(symbol, offset, reason));
        this.offset = offset;
    }

    /** Where the offending symbol begins, in bytes of UTF-8. */
    public int offset() {
        return offset;
    }

    private static String cut(String symbol) {
        return symbol.length() <= MAX_SYMBOL ? symbol : symbol.substring(0, MAX_SYMBOL) + "...";
    }
}
