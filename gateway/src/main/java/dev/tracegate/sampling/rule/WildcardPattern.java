package dev.tracegate.sampling.rule;

/**
 * A pattern of a sampling rule: {@code *} matches any run of characters, {@code ?} exactly one; there is no escape. The whole text must match, without
 * regard to case. An empty pattern matches the empty text only. This is how the X-Ray SDKs match.
 *
 * <p>Only the last {@code *} is ever tried again, so a match takes at most |text| × |pattern| steps; patterns have at most 128 characters.
 */
final class WildcardPattern {
    private WildcardPattern() {}

    static boolean matches(String pattern, String text) {
        return matches(pattern, text, false);
    }

    /** As {@link #matches}, but with regard to case. */
    static boolean matchesCase(String pattern, String text) {
        return matches(pattern, text, true);
    }

    private static boolean matches(String pattern, String text, boolean regardsCase) {
        int at = 0;
        int star = -1;
        int retry = 0;
        int i = 0;
        while (i < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                retry = i;
            } else if (at < pattern.length() && matchesOne(pattern.charAt(at), text.charAt(i), regardsCase)) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++retry;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    private static boolean matchesOne(char pattern, char character, boolean regardsCase) {
        return pattern == '?' || pattern == character
                || (!regardsCase && Character.toLowerCase(pattern) == Character.toLowerCase(character));
    }

    /** Whether the pattern matches every text. */
    static boolean matchesAll(String pattern) {
        return !pattern.isEmpty() && pattern.chars().allMatch(each -> each == '*');
    }

    static boolean isLiteral(String pattern) {
        return pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0;
    }
}
