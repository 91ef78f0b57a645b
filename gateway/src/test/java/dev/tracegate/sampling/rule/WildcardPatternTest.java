package dev.tracegate.sampling.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WildcardPatternTest {

    @ParameterizedTest
    @CsvSource({"*, '', true", "*, anything, true", "'', '', true", "'', a, false", "?, a, true", "?, '', false",
            "?, ab, false", "/api/*, /api/, true", "/api/*, /api, false", "/API/*, /api/orders, true",
            "*.example.com, www.example.com, true",
            "*.example.com, example.com, false", "a*b*c, axxbyyc, true", "a*b*c, axxbyy, false", "a*b, abab, true",
            "**, x, true", "*?, '', false", "*?, x, true", "a?c, abc, true", "a.c, abc, false", "\\*, *, false"})
    void matches_the_whole_text_without_regard_to_case(String pattern, String text, boolean matches) {
        assertThat(WildcardPattern.matches(pattern, text)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agrees_with_a_regular_expression_on_random_patterns(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            var pattern = random("ab*?", random, 8);
            var text = random("abA", random, 10);
            var expected = Pattern.compile(pattern.replace("*", ".*").replace("?", "."), Pattern.CASE_INSENSITIVE);

            assertThat(WildcardPattern.matches(pattern, text)).as("%s on %s", pattern, text)
                    .isEqualTo(expected.matcher(text).matches());
        }
    }

    private static String random(String alphabet, Random random, int longest) {
        var text = new StringBuilder();
        for (int length = random.nextInt(longest + 1); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    /** With backtracking into every star, this takes longer than the universe has existed. */
    @Test
    void many_stars_do_not_multiply_the_work() {
        var pattern = "*a".repeat(63) + "*b";

        assertThat(WildcardPattern.matches(pattern, "a".repeat(100_000))).isFalse();
        assertThat(WildcardPattern.matches(pattern, "a".repeat(100_000) + "b")).isTrue();
    }
}
