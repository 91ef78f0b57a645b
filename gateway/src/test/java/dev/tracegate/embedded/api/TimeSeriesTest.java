package dev.tracegate.embedded.api;

import static dev.tracegate.embedded.Documents.START;
import static dev.tracegate.embedded.Documents.segment;
import static dev.tracegate.embedded.RunningXRay.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.embedded.Documents;
import dev.tracegate.embedded.RunningXRay;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeSeriesTest {
    /** NOW is 20 s after the start of a minute, so that minute ends 40 s later. */
    private static final double FIRST_END = NOW + 40;

    private final RunningXRay running = new RunningXRay();

    @AfterEach
    void close() {
        running.close();
    }

    private void request(int number) {
        running.put(segment("1-581cf771-%024x".formatted(number), "00000000000000f0", "shop", START, START + number));
    }

    private List<JsonObject> series(JsonObject input) {
        return running.answer("/TimeSeriesServiceStatistics", input)
                .getJsonArray("TimeSeriesServiceStatistics")
                .stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static JsonObject window(double from, double to) {
        return new JsonObject().put("StartTime", from).put("EndTime", to);
    }

    @Test
    void requests_are_counted_per_minute_of_receipt_newest_first() {
        request(1);
        request(2);
        running.clock.advance(Duration.ofMinutes(2));
        request(3);

        var series = series(window(NOW, NOW + 600));

        assertThat(series).extracting(entry -> entry.getDouble("Timestamp"))
                .containsExactly(FIRST_END + 120, FIRST_END);
        assertThat(series.get(1).getJsonObject("EdgeSummaryStatistics").getInteger("OkCount")).isEqualTo(2);
        assertThat(series.get(1).getJsonObject("EdgeSummaryStatistics").getDouble("TotalResponseTime")).isEqualTo(3);
        assertThat(series.get(1).getValue("ServiceSummaryStatistics")).isNull();
        assertThat(series.get(1).getJsonArray("ResponseTimeHistogram").encode())
                .isEqualTo("[{\"Value\":1.0,\"Count\":1},{\"Value\":2.0,\"Count\":1}]");
    }

    @Test
    void a_minute_is_in_the_window_if_its_end_is() {
        request(1);

        assertThat(series(window(FIRST_END, FIRST_END + 1))).hasSize(1);
        assertThat(series(window(FIRST_END + 1, FIRST_END + 100))).isEmpty();
        assertThat(series(window(FIRST_END - 10, FIRST_END))).isEmpty();
    }

    @Test
    void a_service_has_its_own_statistics_and_an_edge_those_of_the_caller() {
        running.put(Documents.captured());

        var service = series(window(NOW, NOW + 600).put("EntitySelectorExpression", "service(\"back\")"));
        var edge = series(window(NOW, NOW + 600).put("EntitySelectorExpression", "edge(\"front\", \"back\")"));
        var type = series(window(NOW, NOW + 600).put("EntitySelectorExpression",
                "service(id(type: \"AWS::database\"))"));
        var none = series(window(NOW, NOW + 600).put("EntitySelectorExpression", "service(\"nobody\")"));

        assertThat(service).singleElement()
                .satisfies(entry -> assertThat(
                        entry.getJsonObject("ServiceSummaryStatistics").getDouble("TotalResponseTime")).isEqualTo(6.5));
        assertThat(edge).singleElement()
                .satisfies(entry -> assertThat(
                        entry.getJsonObject("EdgeSummaryStatistics").getDouble("TotalResponseTime")).isEqualTo(1.5));
        assertThat(type).singleElement()
                .satisfies(entry -> assertThat(entry.getJsonObject("ServiceSummaryStatistics")
                        .getJsonObject("ErrorStatistics")
                        .getInteger("ThrottleCount")).isEqualTo(1));
        assertThat(none).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "\"Period\":90 | Time period must be one of [60, 300]", "\"GroupName\":\"x\" | Group not found.",
            "\"EntitySelectorExpression\":\"fault\" | EntitySelectorExpression must be service(...) or edge(..., ...), without a filter in braces",
            "\"EntitySelectorExpression\":\"service() {fault}\" | EntitySelectorExpression must be service(...) or edge(..., ...), without a filter in braces"})
    void refuses_invalid_input_like_x_ray(String member, String message) {
        var input = new JsonObject("{\"StartTime\":1,\"EndTime\":2," + member + "}");

        assertThat(running.error("/TimeSeriesServiceStatistics", input))
                .isEqualTo("400 InvalidRequestException: " + message);
    }
}
