package dev.tracegate.config.schema;

import dev.tracegate.text.VisibleText;
import java.util.regex.Pattern;

/** Formats untrusted text for messages: on one line, quoted if empty or unusual. */
public final class Quoted {
    private static final int MAX_LENGTH = 60;
    private static final Pattern BARE = Pattern.compile("[\\w.:/@%+-]+");

    private Quoted() {}

    /** In double quotes, escaped like Go's {@code %q} and then by {@link VisibleText}. */
    public static String go(String text) {
        return "\"" + VisibleText.of(escaped(text)) + "\"";
    }

    /** Without quotes if the text has only plain characters, else in double quotes. Truncated after 60 characters. */
    public static String shortened(String text) {
        var cut = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text;
        return BARE.matcher(cut).matches() ? cut : go(cut);
    }

    private static String escaped(String text) {
        var out = new StringBuilder();
        text.chars().forEach(c -> {
            switch (c) {
                case '"', '\\' -> out.append('\\').append((char) c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> append(out, c);
            }
        });
        return out.toString();
    }

    private static void append(StringBuilder out, int c) {
        if (Character.isISOControl(c)) {
            out.append("\\x%02x".formatted(c));
        } else {
            out.append((char) c);
        }
    }
}
