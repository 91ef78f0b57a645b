package dev.tracegate.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"InvalidSegment", "ThrottledException", "HTTP 502", "500", "connection_refused",
            "com.amazonaws.xray:Bad-Thing_1"})
    void a_code_in_the_format_of_aws_is_kept(String code) {
        assertThat(ReplyText.code(code)).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\u202eb", "\u001b[31m", "a\"b", "a{b}", "é", "a\0"})
    void a_code_with_other_characters_is_replaced_by_a_common_code(String code) {
        assertThat(ReplyText.code(code)).isEqualTo(ReplyText.MALFORMED_CODE);
    }

    @Test
    void a_code_has_at_most_64_characters() {
        assertThat(ReplyText.code("E".repeat(64))).hasSize(64);
        assertThat(ReplyText.code("E".repeat(65))).isEqualTo(ReplyText.MALFORMED_CODE);
        assertThat(ReplyText.code(ReplyText.MALFORMED_CODE)).isEqualTo(ReplyText.MALFORMED_CODE);
    }

    @Test
    void messages_and_ids_are_cut() {
        assertThat(ReplyText.message("m".repeat(3_000_000))).hasSize(500);
        assertThat(ReplyText.message("why")).isEqualTo("why");
        assertThat(ReplyText.id("i".repeat(3_000_000))).hasSize(64);
        assertThat(ReplyText.id(null)).isNull();
    }
}
