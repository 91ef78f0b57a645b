package dev.tracegate.text;

import org.jspecify.annotations.Nullable;

/**
 * Bounds the texts that another service chooses in its reply: error codes, messages and ids. A code becomes a metric tag, a counter's key
 * and a log value, so its characters are bounded too; messages and ids are bounded in length only. Apply it where a reply is read.
 */
public final class ReplyText {
    /** Characters of a code: those that AWS documents for X-Ray, STS and ECS have fewer than 50. */
    public static final int MOST_CODE = 64;
    /** Characters of a message: X-Ray, STS and ECS send a sentence or two, with ARNs. */
    public static final int MOST_MESSAGE = 500;
    /** Characters of an id: a segment's has 16, a call's 36. */
    public static final int MOST_ID = 64;
    /** Replaces every code that is longer or has other characters; these are counted together. */
    public static final String MALFORMED_CODE = "malformed_error_code";

    private ReplyText() {}

    /** The code if it has 1 to 64 characters of {@code A-Z a-z 0-9 . _ : -} or space; else {@link #MALFORMED_CODE}. */
    public static String code(String code) {
        boolean wellFormed = !code.isEmpty() && code.length() <= MOST_CODE
                && code.chars().allMatch(ReplyText::isOfACode);
        return wellFormed ? code : MALFORMED_CODE;
    }

    public static String message(String message) {
        return VisibleText.cut(message, MOST_MESSAGE);
    }

    public static @Nullable String id(@Nullable String id) {
        return VisibleText.cutOrNull(id, MOST_ID);
    }

    /** The gateway's own codes have a space, such as {@code HTTP 502}. */
    private static boolean isOfACode(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || " ._:-".indexOf(c) >= 0;
    }
}
