package dev.tracegate.embedded.api;

/**
 * Halves of a surrogate pair without the other half, which a Java string may hold and UTF-8 cannot. In JSON they can only stand in a string,
 * where the escape {@code \}{@code uD83D} means the same.
 */
public final class LoneSurrogates {
    private LoneSurrogates() {}

    /** @return the same JSON value, with each as its escape */
    public static String escape(String json) {
        int at = next(json, 0);
        if (at < 0) {
            return json;
        }
        var out = new StringBuilder(json.length() + 16);
        int from = 0;
        for (; at >= 0; at = next(json, from)) {
            out.append(json, from, at).append("\\u%04x".formatted((int) json.charAt(at)));
            from = at + 1;
        }
        return out.append(json, from, json.length()).toString();
    }

    private static int next(String text, int from) {
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
