package dev.tracegate.segment;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNumberTest {
    @ParameterizedTest
    @ValueSource(strings = {"0", "9", "90", "0.5", "9.05", "-3", "0e3", "9e3", "1795391843.658", "9007199254740991",
            "9007199254740993", "900719925474099.3", "123456789012345678901234567890", "0.00000000000000000000001234",
            "0.0000000000000000000001", "0.00000000000000000000012", "1e-400"})
    void a_number_has_the_value_that_the_jdk_parses(String number) {
        assertThat(read(number)).isEqualTo(Double.parseDouble(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "null", "\"1\"", "[1]", "{}"})
    void another_value_is_not_a_number(String value) {
        assertThat(read(value)).isNaN();
    }

    private static double read(String value) {
        byte[] text = ("7" + value + "7").getBytes(US_ASCII);
        return JsonNumber.read(text, 1, text.length - 1);
    }
}
