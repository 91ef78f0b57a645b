package dev.tracegate.config.schema;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Suggests a known name for a misspelt one. */
public final class SpellingSuggestion {
    /** Maximum edits: with more, the name is not a misspelling. */
    private static final int MAX_EDITS = 3;
    /** Bounds the cost of the comparison, which grows with the product of both lengths. No known name is longer. */
    private static final int MAX_LENGTH = 60;

    private SpellingSuggestion() {}

    /** {@code "; did you mean upload.linger?"}, or nothing. */
    public static String to(String written, List<String> known) {
        if (written.length() > MAX_LENGTH) {
            return "";
        }
        return known.stream()
                .min(Comparator.comparingInt(word -> edits(written, word)))
                .filter(word -> edits(written, word) <= Math.min(MAX_EDITS, written.length() / 2))
                .map(word -> "; did you mean " + word + "?")
                .orElse("");
    }

    /** The Levenshtein distance, ignoring case. */
    private static int edits(String from, String to) {
        var left = from.toLowerCase(Locale.ROOT);
        var right = to.toLowerCase(Locale.ROOT);
        int[] row = new int[right.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            next(row, left.charAt(i - 1), right);
        }
        return row[right.length()];
    }

    private static void next(int[] row, char letter, String right) {
        int diagonal = row[0];
        row[0]++;
        for (int j = 1; j < row.length; j++) {
            int replaced = diagonal + (letter == right.charAt(j - 1) ? 0 : 1);
            diagonal = row[j];
            row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
        }
    }
}
