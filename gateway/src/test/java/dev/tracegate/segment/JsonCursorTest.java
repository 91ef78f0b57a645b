package dev.tracegate.segment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values as defined by RFC 8259. The text of a test is surrounded by other bytes; {@code |} marks its end, and the bytes after it would change the
 * value if they were read.
 */
class JsonCursorTest {
    private static final String BEFORE = "[1,";

    private final JsonCursor json = new JsonCursor();

    @ParameterizedTest
    @ValueSource(strings = {"true|", "false|", "null|", "true|e", "0|", "0|5", "-0|.5", "1|5", "12|.5", "1|e5",
            "1.5|e5",
            "9|", "10|", "1.09|1", "1e5|5", "1E+5|", "1e-05|", "\"\"|\"", "\"a b\"|", "\" !#[]~\"|",
            "\"\u007f\u00e9\"|",
            "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"|", "\"\\u0aF9\"|", "{}|", "[]|", "[ ]|", "{ }|", "[1,2]|,3",
            "{\"a\":{\"b\":[{}]},\"c\":[[],1]}|", " \t\r\n1|"})
    void the_cursor_advances_to_the_end_of_a_value(String text) {
        assertThat(value(text)).isTrue();
        assertThat(json.position())
                .isEqualTo((BEFORE + text.substring(0, text.lastIndexOf('|'))).getBytes(UTF_8).length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"|1", "tru|e", "trux|", "fAlse|", "nulL|", "-|", "-|0", "-|1", "-a|", "+1|", ".5|", "1.|5",
            "1.e5|", "1e|5", "1e+|5", "1ex|", "x|", "\"|\"", "\"abc|d\"", "\"a\\|n\"", "\"\\u123|4\"", "\"\\u12g4\"|",
            "\"\\x\"|", "\"\u0000\"|", "\"\u001f\"|", "\"\n\"|", "[|]", "[1|]", "[1,|2]", "[1,]|", "[1 2]|", "[1}|",
            "{|}", "{\"a\"|:1}", "{\"a\":|1}", "{\"a\":1|}", "{\"a\":1,}|", "{\"a\" 1}|", "{a:1}|", "{1:1}|",
            "{\"a\":1,2}|", "{\"a\":1]|", "[tru]|", "{\"a\":\"\\x\"}|"})
    void an_invalid_value_is_refused(String text) {
        assertThat(value(text)).isFalse();
    }

    @Test
    void the_bounds_and_the_escapes_of_the_last_string_are_available() {
        assertThat(value("\"plain\"|")).isTrue();
        assertThat(json.stringFrom()).isEqualTo(BEFORE.length() + 1);
        assertThat(json.stringTo()).isEqualTo(BEFORE.length() + 6);
        assertThat(json.stringEscaped()).isFalse();

        assertThat(value("\"a\\nb\"|")).isTrue();
        assertThat(json.stringEscaped()).isTrue();
        assertThat(value("\"plain\"|")).isTrue();
        assertThat(json.stringEscaped()).as("escapes of the previous string").isFalse();
    }

    @Test
    void reading_a_string_or_a_literal_refuses_another_value() {
        open("1|");
        assertThat(json.string()).isFalse();
        open("true|");
        assertThat(json.literal("true")).isTrue();
        open("truth|");
        assertThat(json.literal("true")).isFalse();
    }

    @Test
    void peek_returns_the_next_byte_without_advancing() {
        open(" \n {|");

        assertThat(json.peek()).isEqualTo('{');
        assertThat(json.take('[')).isFalse();
        assertThat(json.take('{')).isTrue();
        assertThat(json.peek()).isEqualTo(-1);
    }

    @Test
    void peek_returns_a_non_ascii_byte_as_an_unsigned_value() {
        open("\u00e9|");

        assertThat(json.peek()).isEqualTo(0xc3);
    }

    @Test
    void values_may_nest_512_levels_deep() {
        assertThat(value("[".repeat(512) + "]".repeat(512) + "|")).isTrue();
        assertThat(value("[".repeat(513) + "]".repeat(513) + "|")).isFalse();
        assertThat(value("{\"a\":".repeat(513) + "1" + "}".repeat(513) + "|")).isFalse();
    }

    private boolean value(String text) {
        open(text);
        return json.value();
    }

    private void open(String text) {
        int mark = text.lastIndexOf('|');
        byte[] before = (BEFORE + text.substring(0, mark)).getBytes(UTF_8);
        byte[] all = (BEFORE + text.substring(0, mark) + text.substring(mark + 1)).getBytes(UTF_8);
        json.open(all, BEFORE.length(), before.length);
    }
}
