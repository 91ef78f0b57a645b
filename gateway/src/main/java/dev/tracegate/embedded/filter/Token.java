package dev.tracegate.embedded.filter;

/**
 * A token of an expression.
 *
 * @param text a string without quotes and escapes, the key of an annotation, or the token as written
 * @param at index of its first char
 * @param end index after its last char
 */
record Token(Kind kind, String text, int at, int end) {

    enum Kind {
        /** A keyword, a word operator, or an unquoted value. */
        WORD,
        /** A string in double quotes. */
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
