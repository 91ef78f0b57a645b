package dev.tracegate.segment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentEscapeTest {
    private final DocumentEscape escape = new DocumentEscape();

    @Test
    void every_text_round_trips_through_a_json_parser() {
        var random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            var document = randomText(random);

            assertThat(parsed(document.getBytes(UTF_8))).isEqualTo(document);
            assertThat(escape.replaced()).isZero();
        }
    }

    /** Like Go's encoding/json in the X-Ray daemon: each byte outside a well-formed sequence becomes one U+FFFD. */
    @ParameterizedTest
    @CsvSource({"80,1", "ff,1", "c0af,2", "c3,1", "e282,2", "e28241,2", "eda080,3", "f4908080,4", "f8888080,4",
            "e0 80 80,3",
            "f0808080,4"})
    void replaces_each_byte_that_is_not_utf_8(String hex, int replaced) {
        byte[] bad = HexFormat.of().parseHex(hex.replace(" ", ""));
        byte[] document = new byte[bad.length + 2];
        document[0] = '<';
        System.arraycopy(bad, 0, document, 1, bad.length);
        document[document.length - 1] = '>';

        var text = parsed(document);

        assertThat(escape.replaced()).isEqualTo(replaced);
        assertThat(text).isEqualTo("<" + "\ufffd".repeat(replaced) + (hex.endsWith("41") ? "A" : "") + ">");
    }

    @Test
    void random_bytes_result_in_a_valid_json_string() {
        var random = new Random(13);
        for (int i = 0; i < 2_000; i++) {
            byte[] document = new byte[random.nextInt(200)];
            random.nextBytes(document);

            assertThat(parsed(document)).isNotNull();
        }
    }

    @Test
    void a_full_datagram_of_control_characters_is_escaped() {
        byte[] document = new byte[65_507];

        assertThat(escape.escape(document, 0, document.length)).hasSize(6 * 65_507);
    }

    private String parsed(byte[] document) {
        byte[] escaped = escape.escape(document, 0, document.length);
        return new JsonArray("[\"" + new String(escaped, UTF_8) + "\"]").getString(0);
    }

    private static String randomText(Random random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            int c = switch (random.nextInt(4)) {
                case 0 -> random.nextInt(0x20);
                case 1 -> "\"\\/{}:,\u007f".charAt(random.nextInt(8));
                case 2 -> random.nextInt(0xd800);
                default -> 0xe000 + random.nextInt(0x10ffff - 0xe000);
            };
            text.appendCodePoint(c);
        }
        return text.toString();
    }
}
