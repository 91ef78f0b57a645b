package dev.tracegate.app.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.sampling.quota.SamplingReport;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportReaderTest {
    private static final String CLIENT = "0123456789abcdef01234567";

    private static List<SamplingReport> read(String... documents) {
        return ReportReader
                .read(Buffer.buffer("{\"SamplingStatisticsDocuments\":[" + String.join(",", documents) + "]}"))
                .orElseThrow();
    }

    private static String document(String counts) {
        return "{\"RuleName\":\"orders\",\"ClientID\":\"" + CLIENT + "\"," + counts + "}";
    }

    @Test
    void reads_the_counts_whatever_the_clients_clock_says() {
        for (var timestamp : List.of("0", "1.79E9", "1790000000000", "-5", "\"1970-01-01\"", "null")) {
            assertThat(read(document("\"Timestamp\":" + timestamp
                    + ",\"RequestCount\":9,\"SampledCount\":2,\"BorrowCount\":1")))
                    .containsExactly(new SamplingReport("orders", CLIENT, 9, 2, 1));
        }
    }

    @Test
    void an_absent_count_is_0() {
        assertThat(read(document("\"RequestCount\":9"))).containsExactly(new SamplingReport("orders", CLIENT, 9, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"RequestCount\":-1", "\"SampledCount\":-1", "\"BorrowCount\":-2147483648",
            "\"SampledCount\":2147483648", "\"SampledCount\":1e300", "\"SampledCount\":\"7\"", "\"SampledCount\":[7]",
            "\"RuleName\":\"\"", "\"RuleName\":7", "\"RuleName\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"",
            "\"ClientID\":\"short\"", "\"ClientID\":null"})
    void a_report_that_the_model_does_not_allow_is_left_out(String member) {
        assertThat(read(document("\"SampledCount\":1," + member), document("\"SampledCount\":5")))
                .containsExactly(new SamplingReport("orders", CLIENT, 0, 5, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "7", "null", "{}", "{\"SamplingStatisticsDocuments\":{}}",
            "{\"SamplingStatisticsDocuments\":[", "{\"SamplingStatisticsDocuments\":null}"})
    void a_body_that_is_no_call_has_no_reports(String body) {
        assertThat(ReportReader.read(Buffer.buffer(body))).isEmpty();
    }

    @Test
    void a_report_that_is_no_object_is_left_out() {
        assertThat(read("7", "null", "[]", document("\"SampledCount\":5"))).hasSize(1);
    }

    @Test
    void a_call_with_more_than_25_reports_counts_nothing() {
        assertThat(ReportReader.read(call(25)).orElseThrow()).hasSize(25);
        assertThat(ReportReader.read(call(26))).isEmpty();
    }

    private static Buffer call(int reports) {
        return Buffer.buffer(IntStream.range(0, reports)
                .mapToObj(i -> document("\"SampledCount\":1"))
                .collect(Collectors.joining(",", "{\"SamplingStatisticsDocuments\":[", "]}")));
    }
}
