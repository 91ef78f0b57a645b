package dev.tracegate.segment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentIdentityTest {
    private static final String TRACE = "1-581cf771-a006649127e371903a2de979";

    @Test
    void two_equal_documents_are_two_segments() {
        var one = segment();
        var other = segment();

        assertThat(one).isNotEqualTo(other).isEqualTo(one);
        assertThat(new HashSet<>(List.of(one, other))).hasSize(2).contains(one, other);
        assertThat(one.hashCode()).isEqualTo(System.identityHashCode(one));
        assertThat(one.bytes()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"false, false, false, false", "true, false, false, true", "false, true, false, true",
            "false, false, true, true", "true, true, true, true"})
    void an_error_a_fault_or_a_throttle_is_a_failure(boolean error, boolean fault, boolean throttle, boolean failed) {
        assertThat(new Envelope(null, 0, 0, 0, 0, false, false, error, fault, throttle).failed()).isEqualTo(failed);
    }

    @ParameterizedTest
    @ValueSource(strings = {TRACE, "581cf771a006649127e371903a2de979", "1-581CF771-A006649127E371903A2DE979"})
    void a_trace_id_is_read_in_the_form_of_xray_and_of_w3c(String text) {
        assertThat(TraceId.parse(text)).contains(new TraceId(0x581cf771a0066491L, 0x27e371903a2de979L));
        assertThat(TraceId.parse(text).orElseThrow()).hasToString(TRACE);
    }

    @Test
    void a_trace_id_with_one_invalid_character_is_refused() {
        IntStream.range(0, TRACE.length())
                .forEach(at -> assertThat(TraceId.parse(TRACE.substring(0, at) + "g" + TRACE.substring(at + 1)))
                        .as("character %s", at)
                        .isEmpty());
        assertThat(TraceId.parse(TRACE + "0")).isEmpty();
        assertThat(TraceId.parse("")).isEmpty();
    }

    @Test
    void trace_ids_are_ordered_by_their_digits() {
        assertThat(new TraceId(1, 5)).isLessThan(new TraceId(2, 0))
                .isLessThan(new TraceId(1, 6))
                .isLessThan(new TraceId(-1, 0))
                .isLessThan(new TraceId(1, -1))
                .isEqualByComparingTo(new TraceId(1, 5));
    }

    @Test
    void escapes_in_a_name_are_decoded() {
        var scan = new EnvelopeScan();
        byte[] document = "{\"name\":\"a\\u00e9\\n\\r\\t\\b\\f\\\"\\\\\\/z\"}".getBytes(UTF_8);

        assertThat(scan.scan(document, 0, document.length)).isTrue();
        assertThat(scan.name()).isEqualTo("aé\n\r\t\b\f\"\\/z");

        byte[] plain = "{\"name\":\"z\"}".getBytes(UTF_8);
        scan.scan(plain, 0, plain.length);
        assertThat(scan.name()).isEqualTo("z");
    }

    @Test
    void a_zero_byte_after_a_document_or_a_header_is_not_white_space() {
        byte[] document = "{\"id\":\"70de5b6f19ff9a0a\"}\0".getBytes(UTF_8);
        byte[] header = "{\"format\":\"json\",\"version\":1 }\0".getBytes(UTF_8);

        assertThat(new EnvelopeScan().scan(document, 0, document.length)).isFalse();
        assertThat(new Header().accepts(header, 0, header.length)).isFalse();
        assertThat(new Header().accepts(header, 0, header.length - 1)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "9", "-1", "-0"})
    void the_last_version_in_a_header_applies(String last) {
        byte[] header = "{\"format\":\"json\",\"version\":1,\"version\":%s}".formatted(last).getBytes(UTF_8);

        assertThat(new Header().accepts(header, 0, header.length)).isFalse();
    }

    @Test
    void reject_reasons_have_the_labels_of_the_metric() {
        assertThat(RejectReason.EMPTY_DATAGRAM.label()).isEqualTo("empty_datagram");
    }

    private static Segment segment() {
        return new Segment(Envelope.UNREADABLE, new byte[]{1, 2, 3}, new InetSocketAddress("127.0.0.1", 1), 0);
    }
}
