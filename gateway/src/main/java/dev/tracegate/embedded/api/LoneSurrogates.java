package dev.tracegate.embedded.api;

/**
 * Escapes lone surrogates (one half of a surrogate pair without the other) in JSON. A Java string may contain them, but UTF-8 cannot encode them. In
 * JSON they occur only inside strings, where the escape {@code \}{@code uD83D} has the same meaning.
 */
public final class LoneSurrogates {
    private LoneSurrogates() {}

    /** @return the same JSON value with each lone surrogate escaped; the argument itself if it has none */
    public static String escape(String json) {
        int at = indexOfNext(json, 0);
        if (at < 0) {
            return json;
        }
        var out = new StringBuilder(json.length() + 16);
        int from = 0;
        for (; at >= 0; at = indexOfNext(json, from)) {
            out.append(json, from, at).append("\\u%04x".formatted((int) json.charAt(at)));
            from = at + 1;
        }
        return out.append(json, from, json.length()).toString();
    }

    private static int indexOfNext(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.charCount(text.codePointAt(i)) == 1) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
