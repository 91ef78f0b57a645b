package dev.tracegate.config.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.cli.UsageText;
import dev.tracegate.config.flags.GoFlags.Line;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GoFlagsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"-n eu-west-1|eu-west-1", "--n eu-west-1|eu-west-1",
            "-region eu-west-1|eu-west-1",
            "--region eu-west-1|eu-west-1", "-n=eu-west-1|eu-west-1", "--region=a=b|a=b", "-n= |''", "-n -o|-o",
            "-n a --region b -n c|c"})
    void a_text_flag_is_read_by_its_short_or_long_name_with_one_or_two_dashes(String line, String value) {
        assertThat(read(line.split(" ", -1))).isEqualTo(new Line.Read(Map.of(Flag.REGION, value.strip()), List.of()));
    }

    @Test
    void an_empty_text_is_a_value() {
        assertThat(read("-n", "")).isEqualTo(new Line.Read(Map.of(Flag.REGION, ""), List.of()));
    }

    @ParameterizedTest
    @CsvSource({"-o,true", "--o,true", "--local-mode,true", "-o=true,true", "-o=T,true", "-o=1,true", "-o=false,false",
            "-o=0,false",
            "-local-mode=F,false"})
    void a_boolean_flag_stands_alone_or_has_its_value_after_an_equals_sign(String word, String value) {
        assertThat(read(word)).isEqualTo(new Line.Read(Map.of(Flag.LOCAL_MODE, value), List.of()));
    }

    @ParameterizedTest
    @CsvSource({"7,7", "-5,-5", "+5,5", "0x10,16", "0b101,5", "0o17,15", "017,15", "1_000,1000", "0,0", "00,0",
            "0x_f,15",
            "9223372036854775807,9223372036854775807", "-9223372036854775808,-9223372036854775808"})
    void a_number_is_read_in_every_base_of_go(String written, String value) {
        assertThat(read("-m", written)).isEqualTo(new Line.Read(Map.of(Flag.BUFFER_MEMORY, value), List.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {"-x|flag provided but not defined: -x",
            "--nope=1|flag provided but not defined: -nope",
            "-n|flag needs an argument: -n", "--region|flag needs an argument: -region", "---n|bad flag syntax: ---n",
            "-=a|bad flag syntax: -=a", "--=a|bad flag syntax: --=a",
            "-m=x|invalid value \"x\" for flag -m: parse error",
            "-m=|invalid value \"\" for flag -m: parse error", "-m=1.5|invalid value \"1.5\" for flag -m: parse error",
            "-m=1__0|invalid value \"1__0\" for flag -m: parse error",
            "-m=08|invalid value \"08\" for flag -m: parse error",
            "--buffer-memory=9223372036854775808|invalid value \"9223372036854775808\" for flag -buffer-memory: value out of range",
            "-o=maybe|invalid boolean value \"maybe\" for -o: parse error",
            "-o=|invalid boolean value \"\" for -o: parse error",
            "-m=\"|invalid value \"\\\"\" for flag -m: parse error"})
    void an_error_has_the_message_of_go(String line, String message) {
        assertThat(read(line)).isEqualTo(new Line.Wrong(message));
    }

    @ParameterizedTest
    @CsvSource({"-h", "--h", "-help", "--help", "-o -h -nope", "-h=1"})
    void help_ends_the_parsing_at_once(String line) {
        assertThat(read(line.split(" ", -1))).isEqualTo(new Line.Help());
    }

    @ParameterizedTest
    @CsvSource({"-o true -n x,true -n x", "-o -- -n,-n", "-o - -n,- -n", "-o --,''", "-o '',"})
    void flags_end_at_the_first_argument_that_is_not_a_flag(String line, String rest) {
        var words = rest == null ? Stream.of("") : Stream.of(rest.split(" ", -1)).filter(word -> !word.isEmpty());

        assertThat(read(line.replace("''", "").split(" ", -1)))
                .isEqualTo(new Line.Read(Map.of(Flag.LOCAL_MODE, "true"), words.toList()));
    }

    @ParameterizedTest
    @EnumSource
    void every_flag_is_in_the_usage_text(Flag flag) {
        assertThat(UsageText.TEXT).contains(flag.usageLine() + "\n")
                .startsWith("Usage: tracegate [options]\n\t-a\t--resource-arn\t");
    }

    private static Line read(String... words) {
        return GoFlags.read(List.of(words));
    }
}
