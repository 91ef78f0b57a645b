package dev.tracegate.config.schema;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Guesses what somebody meant to write. */
public final class SpellingSuggestion {
    /** More edits than this are another word, not a slip. */
    private static final int MOST_EDITS = 3;
    /** No name we know is longer; comparing costs the product of both lengths. */
    private static final int MOST_LENGTH = 60;

    private SpellingSuggestion() {}

    /** {@code "; did you mean upload.linger?"}, or nothing. */
    public static String to(String written, List<String> known) {
        if (written.length() > MOST_LENGTH) {
            return "";
        }
        return known.stream()
                .min(Comparator.comparingInt(word -> edits(written, word)))
                .filter(word -> edits(written, word) <= Math.min(MOST_EDITS, written.length() / 2))
                .map(word -> "; did you mean " + word + "?")
                .orElse("");
    }

    /** Levenshtein's distance, regardless of case. */
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
