package dev.tracegate.config.schema;

import dev.tracegate.text.VisibleText;
import java.util.regex.Pattern;

/** Text from outside in messages: on one line, bounded, and visible where it is empty. */
public final class Quoted {
    private static final int MOST = 60;
    private static final Pattern BARE = Pattern.compile("[\\w.:/@%+-]+");

    private Quoted() {}

    /** Between double quotes, escaped as Go's {@code %q} does it, and beyond that as {@link VisibleText} does. */
    public static String go(String text) {
        return "\"" + VisibleText.of(escaped(text)) + "\"";
    }

    /** Bare where that is clear, else between double quotes; cut after 60 characters. */
    public static String shortened(String text) {
        var cut = text.length() > MOST ? text.substring(0, MOST) + "..." : text;
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
