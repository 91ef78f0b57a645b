package dev.tracegate.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

    @ParameterizedTest
    @CsvSource({"0.001,1024,65536,1", "1000000,1073741824,9223372036854775807,100", "Infinity,Infinity,65536,50"})
    void values_at_the_bounds_are_accepted(double segments, double bytes, long queue, int weight) {
        assertThat(new Limits(segments, bytes, queue, weight).weight()).isEqualTo(weight);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "0|1024|65536|1|limits.segmentsPerSecond: must be more than 0 and at most 1000000, was 0.0",
            "-1|1024|65536|1|limits.segmentsPerSecond: must be more than 0 and at most 1000000, was -1.0",
            "NaN|1024|65536|1|limits.segmentsPerSecond: must be more than 0 and at most 1000000, was NaN",
            "1000001|1024|65536|1|limits.segmentsPerSecond: must be more than 0 and at most 1000000, was 1000001.0",
            "1|1023|65536|1|limits.bytesPerSecond: must be 1024 to 1073741824, was 1023.0",
            "1|NaN|65536|1|limits.bytesPerSecond: must be 1024 to 1073741824, was NaN",
            "1|1024|65535|1|limits.queueBytes: must be at least 65536, was 65535",
            "1|1024|65536|0|limits.weight: must be 1 to 100, was 0",
            "1|1024|65536|101|limits.weight: must be 1 to 100, was 101"})
    void a_value_out_of_bounds_is_refused_with_the_name_of_its_key(double segments, double bytes, long queue,
            int weight,
            String message) {
        assertThatThrownBy(() -> new Limits(segments, bytes, queue, weight))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void the_default_has_no_rates_and_weight_1() {
        assertThat(Limits.NONE).isEqualTo(new Limits(Limits.NO_RATE, Limits.NO_RATE, Long.MAX_VALUE, 1));
    }
}
