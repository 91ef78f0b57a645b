package dev.tracegate.telemetry;

import org.jspecify.annotations.Nullable;

/** Text that came from elsewhere, made safe for a log: whoever reads the log can trust where a line starts and what a terminal will do. */
final class Printable {
    private Printable() {}

    /** The text with every control character and line separator as an escape: {@code \n}, {@code \t}, {@code \u001b}. */
    static String of(@Nullable String text) {
        if (text == null) {
            return "null";
        }
        for (int i = 0; i < text.length(); i++) {
            if (isUnsafe(text.charAt(i))) {
                return escaped(text, i);
            }
        }
        return text;
    }

    /** As {@link #of}, in quotes where a reader could not tell otherwise where the value ends. */
    static String value(@Nullable Object value) {
        var text = of(String.valueOf(value));
        boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> c == ' ' || c == '=' || c == '"');
        return plain ? text : '"' + text.replace("\"", "\\\"") + '"';
    }

    private static String escaped(String text, int from) {
        var out = new StringBuilder(text.length() + 16).append(text, 0, from);
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isUnsafe(c)) {
                escape(c, out);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isUnsafe(char c) {
        return c < ' ' || (c >= 0x7f && c <= 0x9f) || c == '\u2028' || c == '\u2029';
    }

    private static void escape(char c, StringBuilder out) {
        switch (c) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> out.append("\\u%04x".formatted((int) c));
        }
    }
}
