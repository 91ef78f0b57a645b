package dev.tracegate.sampling.client;

import org.jspecify.annotations.Nullable;

/**
 * A client's User-Agent.
 *
 * @param version of the HTTP client or SDK that the User-Agent names first, at most {@value #MOST_CHARS} characters; empty if there is none
 */
public record ClientAgent(SdkFamily family, String version) {
    /** A version such as {@code 1.44.8} or {@code 25.0.1} is shorter; the sender chooses the text, and it is kept. */
    static final int MOST_CHARS = 32;

    /** @param userAgent null if the client sent none */
    public static ClientAgent of(@Nullable String userAgent) {
        return new ClientAgent(SdkFamily.of(userAgent), userAgent == null ? "" : version(userAgent));
    }

    private static String version(String userAgent) {
        int from = userAgent.indexOf('/') + 1;
        int to = from;
        while (from > 0 && to < userAgent.length() && to - from < MOST_CHARS && isOfVersion(userAgent.charAt(to))) {
            to++;
        }
        return userAgent.substring(from, to);
    }

    private static boolean isOfVersion(char c) {
        return c == '.' || c == '-' || c == '_' || c == '+' || (c < 128 && Character.isLetterOrDigit(c));
    }
}
