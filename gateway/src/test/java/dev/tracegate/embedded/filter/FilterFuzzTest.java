package dev.tracegate.embedded.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.nio.charset.StandardCharsets;

class FilterFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void every_text_round_trips_or_is_refused_with_an_offset(byte @NotNull [] bytes) {
        var expression = new String(bytes, StandardCharsets.UTF_8);
        Filter filter;
        try {
            filter = Filter.parse(expression);
        } catch (InvalidFilter refused) {
            assertThat(refused).hasMessageContaining("Invalid input symbol");
            assertThat(refused.offset()).isBetween(0, 4 * expression.length());
            return;
        }

        assertThat(parsed(filter.text())).isEqualTo(filter);
    }

    private static Filter parsed(String canonical) {
        try {
            return Filter.parse(canonical);
        } catch (InvalidFilter refused) {
            throw new AssertionError("the canonical text is refused: " + canonical, refused);
        }
    }
}
