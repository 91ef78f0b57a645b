package dev.tracegate.segment;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Texts that come again and again, such as names of rules, so that reading one allocates nothing. A text takes the place of another with the same
 * place: a sender of many different texts costs a string for each, and memory for {@value #PLACES}. One thread.
 */
final class TextCache {
    /** X-Ray's longest name of a rule has 32 characters; twice that for characters beyond ASCII and for escapes. */
    static final int MOST_BYTES = 64;
    /** A power of two; 26 rules, SDKs and versions of a few tenants have a place each. */
    private static final int PLACES = 256;

    private final Entry[] entries = new Entry[PLACES];

    // the array is never changed
    @SuppressWarnings("ArrayRecordComponent")
    private record Entry(byte[] bytes, String text) {}

    /** The content of a JSON string, or null if it is empty or too long. */
    @Nullable
    String of(byte[] json, int from, int to, boolean escaped) {
        if (from == to || to - from > MOST_BYTES) {
            return null;
        }
        int place = place(json, from, to);
        var entry = entries[place];
        // equal bytes are equal texts: whether there are escapes is said by the bytes
        if (entry == null || !Arrays.equals(entry.bytes, 0, entry.bytes.length, json, from, to)) {
            entry = new Entry(Arrays.copyOfRange(json, from, to), text(json, from, to, escaped));
            entries[place] = entry;
        }
        return entry.text;
    }

    private static int place(byte[] json, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + json[i];
        }
        return (hash ^ (hash >>> 16) ^ (hash >>> 8)) & (PLACES - 1);
    }

    private static String text(byte[] json, int from, int to, boolean escaped) {
        var raw = new String(json, from, to - from, StandardCharsets.UTF_8);
        return escaped ? JsonText.unescape(raw) : raw;
    }
}
