package dev.tracegate.segment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeScanTest {
    private final EnvelopeScan scan = new EnvelopeScan();

    @Test
    void reads_the_fields_of_a_finished_segment() {
        boolean readable = scan(
                """
                        {"trace_id":"1-581cf771-a006649127e371903a2de979","id":"70de5b6f19ff9a0a","parent_id":"53995c3f42cd8ad8",
                         "name":"Scorekeep","start_time":1478293361.271,"end_time":1.478293361449E9,"fault":true,"error":false,
                         "http":{"request":{"url":"http://x/{\\"id\\":1}"}},"subsegments":[{"id":"ffffffffffffffff","name":"inner"}]}
                        """);

        assertThat(readable).isTrue();
        assertThat(scan.envelope())
                .isEqualTo(new Envelope(new TraceId(0x581cf771a0066491L, 0x27e371903a2de979L), 0x70de5b6f19ff9a0aL,
                        0x53995c3f42cd8ad8L, 1478293361.271, 1478293361.449, false, false, false, true, false));
        assertThat(scan.name()).isEqualTo("Scorekeep");
    }

    @Test
    void reads_an_independent_subsegment_in_progress() {
        scan("{\"type\":\"subsegment\",\"in_progress\":true,\"throttle\":true,\"error\":true,\"id\":\"70DE5B6F19FF9A0A\"}");

        var envelope = scan.envelope();
        assertThat(envelope.subsegment()).isTrue();
        assertThat(envelope.inProgress()).isTrue();
        assertThat(envelope.failed()).isTrue();
        assertThat(envelope.idText()).isEqualTo("70de5b6f19ff9a0a");
        assertThat(envelope.traceId()).isNull();
        assertThat(envelope.startTime()).isNaN();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "T1SCiQK", "[]", "null", "1", "\"{}\"", "{", "{\"id\"", "{\"id\":",
            "{\"id\":\"70de5b6f19ff9a0a\"",
            "{\"id\":\"70de5b6f19ff9a0a\"}{}", "{\"id\":\"70de5b6f19ff9a0a\"} x", "{\"a\":[1,2}", "{\"a\":{]}}",
            "{\"a\":tru}",
            "{\"a\":1,}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12g4\"}", "{\"a\":-}", "{\"a\":1.}", "{\"a\":[1,]}", "{a:1}"})
    void a_text_that_is_not_one_object_is_unreadable(String document) {
        boolean readable = scan(document);

        assertThat(readable).isFalse();
        assertThat(scan.envelope()).isEqualTo(Envelope.UNREADABLE);
        assertThat(scan.name()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", " {} \n", "{\"id\":1}", "{\"id\":\"70de5b6f19ff9a0\"}",
            "{\"id\":\"70de5b6f19ff9a0g\"}",
            "{\"trace_id\":\"2-581cf771-a006649127e371903a2de979\"}",
            "{\"trace_id\":\"1-581cf771-a006649127e371903a2de97\"}",
            "{\"trace_id\":{}}", "{\"name\":7}", "{\"type\":\"segment\"}", "{\"error\":\"true\"}",
            "{\"start_time\":\"1478293361\"}",
            "{\"end_time\":null}", "{\"in_progress\":false}"})
    void a_field_with_an_invalid_value_is_ignored(String document) {
        boolean readable = scan(document);

        assertThat(readable).isTrue();
        assertThat(scan.envelope()).isEqualTo(Envelope.UNREADABLE);
        assertThat(scan.name()).isNull();
    }

    @Test
    void keeps_no_state_of_the_previous_document() {
        scan("{\"id\":\"70de5b6f19ff9a0a\",\"name\":\"first\",\"fault\":true}");

        scan("{}");

        assertThat(scan.envelope()).isEqualTo(Envelope.UNREADABLE);
    }

    @Test
    void refuses_nesting_beyond_the_limit_without_a_stack_overflow() {
        var deep = "{\"a\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}";

        assertThat(scan(deep)).isFalse();
        assertThat(scan("{\"a\":" + "[".repeat(JsonCursor.MAX_DEPTH) + "]".repeat(JsonCursor.MAX_DEPTH) + "}"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1.5E9,1.5e9", "1795391843.658,1795391843.658", "1795391843.6580002,1795391843.6580002", "0,0",
            "-1.5,-1.5",
            "1e400,Infinity", "1795391843,1795391843", "0.1,0.1", "1e-3,0.001"})
    void reads_times_correctly_rounded(String written, double expected) {
        scan("{\"start_time\":" + written + "}");

        assertThat(scan.envelope().startTime()).isEqualTo(expected);
    }

    @Test
    void random_envelopes_round_trip() {
        var random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            var expected = randomEnvelope(random);

            boolean readable = scan(written(expected, random));

            assertThat(readable).isTrue();
            assertThat(scan.envelope()).isEqualTo(expected);
        }
    }

    private static Envelope randomEnvelope(Random random) {
        boolean known = random.nextBoolean();
        return new Envelope(random.nextBoolean() ? null : new TraceId(random.nextLong(), random.nextLong()),
                random.nextLong(),
                random.nextLong(), known ? random.nextLong(1L << 52) / 1e6 : Double.NaN,
                known ? random.nextDouble() * 1e10 : Double.NaN,
                random.nextBoolean(), random.nextBoolean(), random.nextBoolean(), random.nextBoolean(),
                random.nextBoolean());
    }

    private static String written(Envelope envelope, Random random) {
        var noise = random.nextBoolean() ? "\"metadata\":{\"d\":[{\"id\":\"0000000000000001\"},\"}\\\"\"]}, " : "";
        return "{" + noise + (envelope.traceId() == null ? "" : "\"trace_id\" : \"" + envelope.traceId() + "\",")
                + "\"id\":\""
                + hex(envelope.id(), random) + "\",\"parent_id\":\"" + hex(envelope.parentId(), random) + "\","
                + (Double.isNaN(envelope.startTime())
                        ? ""
                        : "\"start_time\":" + envelope.startTime() + ",\"end_time\": " + envelope.endTime() + ",")
                + "\"in_progress\":" + envelope.inProgress() + ",\"error\":" + envelope.error() + ",\n\"fault\":"
                + envelope.fault()
                + ",\"throttle\":" + envelope.throttle() + ",\"type\":\"" + (envelope.subsegment() ? "sub" : "")
                + "segment\"}";
    }

    private static String hex(long id, Random random) {
        var digits = String.format(Locale.ROOT, "%016x", id);
        return random.nextBoolean() ? digits : digits.toUpperCase(Locale.ROOT);
    }

    private boolean scan(String document) {
        byte[] bytes = ("\n" + document + "!").getBytes(UTF_8);
        return scan.scan(bytes, 1, bytes.length - 1);
    }
}
