package dev.tracegate.embedded.filter;

import java.nio.charset.StandardCharsets;

/** A filter expression is invalid or not supported. The message is for the client and has X-Ray's form, with the symbol and its offset in bytes. */
public final class InvalidFilter extends Exception {
    private static final long serialVersionUID = 1;
    /** Characters of the symbol that the message quotes. */
    private static final int MAX_SYMBOL_LENGTH = 40;

    private final int offset;

    /**
     * @param from index of the first char of the offending symbol
     * @param to index after its last char; equal to {@code from} at the end of the expression
     */
    InvalidFilter(String expression, int from, int to, String reason) {
        this(expression.substring(0, from).getBytes(StandardCharsets.UTF_8).length,
                from == to ? "<end>" : truncate(expression.substring(from, to)), reason);
    }

    private InvalidFilter(int offset, String symbol, String reason) {
        super("Invalid input symbol '%s' at byte %d: %s".formatted(symbol, offset, reason));
        this.offset = offset;
    }

    /** Offset of the offending symbol in bytes of UTF-8. */
    public int offset() {
        return offset;
    }

    private static String truncate(String symbol) {
        return symbol.length() <= MAX_SYMBOL_LENGTH ? symbol : symbol.substring(0, MAX_SYMBOL_LENGTH) + "...";
    }
}
