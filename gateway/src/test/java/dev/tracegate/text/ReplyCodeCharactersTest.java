package dev.tracegate.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first and the last character of each allowed range, and their neighbours outside of it. */
class ReplyCodeCharactersTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "z", "A", "Z", "0", "9", "_", "-", ".", ":"})
    void allowed_characters_are_kept(String character) {
        assertThat(ReplyText.code(character)).isEqualTo(character);
    }

    @ParameterizedTest
    @ValueSource(strings = {"`", "{", "@", "[", "/", ";", "!"})
    void characters_next_to_the_allowed_ranges_make_a_code_malformed(String character) {
        assertThat(ReplyText.code(character)).isEqualTo(ReplyText.MALFORMED_CODE);
    }
}
