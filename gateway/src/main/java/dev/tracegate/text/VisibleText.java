package dev.tracegate.text;

import org.jspecify.annotations.Nullable;

/**
 * Makes text from outside the process safe to show. It escapes, as {@code \n}, {@code \r}, {@code \t} or {@code \}{@code uXXXX}, the
 * characters that a reader cannot see but a terminal or a log reader acts on: control characters (C0, DEL, C1), the line and paragraph
 * separators U+2028 and U+2029, the format characters of Unicode (category Cf: bidirectional controls such as U+202E and U+2066, zero-width
 * and tag characters) and unpaired surrogates.
 */
public final class VisibleText {
    /** The last character of a shortened text. */
    private static final char CUT = '…';
    private static final int FIRST_BEYOND_ASCII = 0x7f;

    private VisibleText() {}

    /** The text on one line, escaped; {@code null} for null. */
    public static String of(@Nullable String text) {
        return text == null ? "null" : escaped(text, Place.ONE_LINE);
    }

    /** As {@link #of} for a text of several lines: line feeds and tabs stay. */
    public static String lines(String text) {
        return escaped(text, Place.LINES);
    }

    /**
     * Escapes a JSON text without changing its meaning. Characters below U+0020 are left to the JSON encoder, which escapes them in
     * strings.
     */
    public static String json(String encoded) {
        return escaped(encoded, Place.JSON);
    }

    /**
     * Shortens a text; an ellipsis then replaces its last character. A surrogate pair is never split.
     *
     * @param most longest result in UTF-16 units, at least 2
     */
    public static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
    }

    /** As {@link #cut}; null for null. */
    public static @Nullable String cutOrNull(@Nullable String text, int most) {
        return text == null ? null : cut(text, most);
    }

    private enum Place {
        ONE_LINE, LINES, JSON
    }

    private static String escaped(String text, Place place) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (isUnsafe(text.codePointAt(i), place)) {
                return escapedFrom(i, text, place);
            }
        }
        return text;
    }

    private static String escapedFrom(int first, String text, Place place) {
        var out = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int character = text.codePointAt(i);
            if (isUnsafe(character, place)) {
                escape(character, out);
            } else {
                out.appendCodePoint(character);
            }
        }
        return out.toString();
    }

    private static boolean isUnsafe(int character, Place place) {
        if (character < ' ') {
            return place == Place.ONE_LINE || (place == Place.LINES && character != '\n' && character != '\t');
        }
        return character >= FIRST_BEYOND_ASCII && switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }

    private static void escape(int character, StringBuilder out) {
        switch (character) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                for (char unit : Character.toChars(character)) {
                    out.append("\\u%04x".formatted((int) unit));
                }
            }
        }
    }
}
