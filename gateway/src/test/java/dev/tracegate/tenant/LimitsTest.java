package dev.tracegate.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

    @ParameterizedTest
    @CsvSource({"0.001,1024,65536,1", "1000000,1073741824,9223372036854775807,100", "Infinity,Infinity,65536,50"})
    void the_bounds_themselves_are_allowed(double segments, double bytes, long queue, int weight) {
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
    void what_is_out_of_bounds_is_refused_by_the_name_of_its_key(double segments, double bytes, long queue, int weight,
            String message) {
        assertThatThrownBy(() -> new Limits(segments, bytes, queue, weight))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void without_limits_there_is_no_rate_and_one_turn() {
        assertThat(Limits.NONE).isEqualTo(new Limits(Limits.NO_RATE, Limits.NO_RATE, Long.MAX_VALUE, 1));
    }
}
