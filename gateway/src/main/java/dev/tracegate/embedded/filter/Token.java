package dev.tracegate.embedded.filter;

/**
 * A piece of an expression.
 *
 * @param text what it says: a string without quotes and escapes, an annotation's key, else as written
 * @param at index of its first char
 * @param end index after its last char
 */
record Token(Kind kind, String text, int at, int end) {

    enum Kind {
        /** A keyword, an operator in letters, or an unquoted value. */
        WORD,
        /** In double quotes. */
        STRING, NUMBER,
        /** {@code annotation[key]}. */
        ANNOTATION, SYMBOL,
        /** The end of the expression. */
        END
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }
}
