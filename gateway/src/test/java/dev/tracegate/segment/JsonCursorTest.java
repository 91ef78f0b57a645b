package dev.tracegate.segment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values as RFC 8259 defines them. The text in a test stands between other bytes; {@code |} is where it ends, and what follows would make it another
 * value if it were read.
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
    void a_value_is_passed_as_far_as_it_goes(String text) {
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
    void what_is_no_value_is_refused(String text) {
        assertThat(value(text)).isFalse();
    }

    @Test
    void the_content_of_the_last_string_is_known() {
        assertThat(value("\"plain\"|")).isTrue();
        assertThat(json.stringFrom()).isEqualTo(BEFORE.length() + 1);
        assertThat(json.stringTo()).isEqualTo(BEFORE.length() + 6);
        assertThat(json.stringEscaped()).isFalse();

        assertThat(value("\"a\\nb\"|")).isTrue();
        assertThat(json.stringEscaped()).isTrue();
        assertThat(value("\"plain\"|")).isTrue();
        assertThat(json.stringEscaped()).as("of the string before").isFalse();
    }

    @Test
    void a_string_and_a_literal_are_refused_where_another_value_stands() {
        open("1|");
        assertThat(json.string()).isFalse();
        open("true|");
        assertThat(json.literal("true")).isTrue();
        open("truth|");
        assertThat(json.literal("true")).isFalse();
    }

    @Test
    void the_next_byte_is_seen_without_passing_it() {
        open(" \n {|");

        assertThat(json.peek()).isEqualTo('{');
        assertThat(json.take('[')).isFalse();
        assertThat(json.take('{')).isTrue();
        assertThat(json.peek()).isEqualTo(-1);
    }

    @Test
    void a_byte_beyond_ascii_is_seen_without_its_sign() {
        open("\u00e9|");

        assertThat(json.peek()).isEqualTo(0xc3);
    }

    @Test
    void values_nest_512_deep_and_no_deeper() {
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
