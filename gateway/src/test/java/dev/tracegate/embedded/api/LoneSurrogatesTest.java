package dev.tracegate.embedded.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.Json;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LoneSurrogatesTest {
    private static final char[] SOME = {'a', '"', '\\', '\ud83d', '\ude00', '\u674e', '\n', '\ud800', '\udfff'};

    @Test
    void text_without_lone_surrogates_is_returned_as_the_same_instance() {
        var text = "\"a \ud83d\ude00\"";

        assertThat(LoneSurrogates.escape(text)).isSameAs(text);
    }

    @Test
    void the_escaped_value_survives_an_encoding_in_utf_8() {
        var random = new Random(5);
        for (int run = 0; run < 2_000; run++) {
            var value = new StringBuilder();
            for (int i = random.nextInt(8); i > 0; i--) {
                value.append(SOME[random.nextInt(SOME.length)]);
            }

            var json = LoneSurrogates.escape(Json.encode(value.toString()));

            assertThat(Json.decodeValue(new String(json.getBytes(UTF_8), UTF_8))).isEqualTo(value.toString());
        }
    }
}
