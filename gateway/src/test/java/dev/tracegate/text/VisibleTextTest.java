package dev.tracegate.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {
    /** Characters that the random texts contain more often than others. */
    private static final int[] DANGEROUS = {0, '\n', '\r', '\t', 0x1b, 0x7f, 0x85, 0x9b, 0x61c, 0x200b, 0x200e, 0x200f,
            0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0xfeff, 0xd800,
            0xdbff, 0xdc00, 0xdfff, 0xe0041, '"', '\\'};

    @ParameterizedTest
    @ValueSource(strings = {"", "InvalidSegment", "a \"b\" \\ c", "é ü 日本 العربية 😀 👍🏽", "a\\nb"})
    void printable_text_is_returned_unchanged(String text) {
        assertThat(VisibleText.of(text)).isSameAs(text);
        assertThat(VisibleText.lines(text)).isSameAs(text);
        assertThat(VisibleText.json(text)).isSameAs(text);
    }

    @Test
    void control_and_format_characters_are_escaped_by_their_code() {
        assertThat(VisibleText.of("a\u202eb\u2066\u2069\u200f\u061c\u2028\u009b\u001b[31m\0\r\n\t"))
                .isEqualTo("a\\u202eb\\u2066\\u2069\\u200f\\u061c\\u2028\\u009b\\u001b[31m\\u0000\\r\\n\\t");
        assertThat(VisibleText.of("\ud800 \udc00 \ud83d\ude00")).isEqualTo("\\ud800 \\udc00 \ud83d\ude00");
        assertThat(VisibleText.of(null)).isEqualTo("null");
    }

    @Test
    void newlines_and_tabs_are_kept_in_a_text_of_lines() {
        assertThat(VisibleText.lines("a\n\tb\r\u202e\n")).isEqualTo("a\n\tb\\r\\u202e\n");
    }

    @Test
    void random_text_has_no_control_characters_after_escaping_and_json_keeps_its_value() {
        var random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            var text = text(random, random.nextInt(40));

            assertThat(VisibleText.of(text).codePoints()).as(text).noneMatch(VisibleTextTest::acts);
            assertThat(VisibleText.lines(text).codePoints()).noneMatch(c -> c != '\n' && c != '\t' && acts(c));
            var object = new JsonObject().put("text", text);
            var shown = VisibleText.json(object.encode());
            assertThat(shown.codePoints()).noneMatch(VisibleTextTest::acts);
            assertThat(new JsonObject(shown)).isEqualTo(object);
            assertThat(new String(VisibleText.of(text).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .as("encoding in UTF-8 loses no surrogate")
                    .isEqualTo(VisibleText.of(text));
        }
    }

    @Test
    void a_cut_text_has_the_maximum_length_and_no_lone_surrogate() {
        var random = new Random(12);
        for (int i = 0; i < 20_000; i++) {
            var text = wellFormed(random, random.nextInt(40));
            int most = 2 + random.nextInt(30);

            var cut = VisibleText.cut(text, most);

            assertThat(cut.length()).isLessThanOrEqualTo(most);
            assertThat(cut.codePoints()).noneMatch(c -> Character.getType(c) == Character.SURROGATE);
            if (text.length() <= most) {
                assertThat(cut).isSameAs(text);
            } else {
                assertThat(cut).endsWith("…").hasSizeGreaterThanOrEqualTo(most - 1);
                assertThat(text).startsWith(cut.substring(0, cut.length() - 1));
            }
        }
        assertThat(VisibleText.cutOrNull(null, 5)).isNull();
    }

    private static String text(Random random, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(switch (random.nextInt(3)) {
                case 0 -> DANGEROUS[random.nextInt(DANGEROUS.length)];
                case 1 -> random.nextInt(Character.MAX_CODE_POINT + 1);
                default -> ' ' + random.nextInt(95);
            });
        }
        return text.toString();
    }

    private static String wellFormed(Random random, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(random.nextBoolean() ? "😀" : "x");
        }
        return text.toString();
    }

    /** An implementation independent of the class under test. */
    private static boolean acts(int c) {
        boolean bidirectional = c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
        return Character.isISOControl(c) || bidirectional || c == 0x2028 || c == 0x2029 || (c >= 0xd800 && c <= 0xdfff)
                || Character.isIdentifierIgnorable(c);
    }
}
