package dev.tracegate.embedded.api;

import static dev.tracegate.embedded.Documents.START;
import static dev.tracegate.embedded.Documents.TRACE;
import static dev.tracegate.embedded.Documents.captured;
import static dev.tracegate.embedded.Documents.segment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.embedded.RunningXRay;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GetTraceSummariesTest {
    private final RunningXRay running = new RunningXRay();

    @AfterEach
    void close() {
        running.close();
    }

    private static String trace(int number) {
        return "1-581cf771-%024x".formatted(number);
    }

    private void put(int from, int to) {
        for (int first = from; first < to; first += 50) {
            running.put(IntStream.range(first, Math.min(first + 50, to))
                    .mapToObj(number -> segment(trace(number), "00000000000000f0", "shop", START + number,
                            START + number + 1).put("fault", number % 2 == 0))
                    .toArray(JsonObject[]::new));
        }
    }

    private static JsonObject window(double from, double to) {
        return new JsonObject().put("StartTime", from).put("EndTime", to);
    }

    private static JsonObject all() {
        return window(START, START + 10_000);
    }

    private static List<JsonObject> summaries(JsonObject answer) {
        return answer.getJsonArray("TraceSummaries").stream().map(JsonObject.class::cast).toList();
    }

    private List<String> found(JsonObject input) {
        return summaries(running.answer("/TraceSummaries", input)).stream()
                .map(summary -> summary.getString("Id"))
                .toList();
    }

    @Test
    void traces_of_the_window_are_returned_newest_first() {
        put(0, 5);

        var answer = running.answer("/TraceSummaries", window(START + 1, START + 3));

        assertThat(summaries(answer)).extracting(summary -> summary.getString("Id"))
                .containsExactly(trace(3), trace(2), trace(1));
        assertThat(answer.getInteger("TracesProcessedCount")).isEqualTo(3);
        assertThat(answer.getDouble("ApproximateTime")).isEqualTo(START + 1);
        assertThat(answer.getValue("NextToken")).isNull();
    }

    @Test
    void a_summary_equals_the_one_captured_from_x_ray() {
        running.put(captured());

        var summary = summaries(running.answer("/TraceSummaries", all())).getFirst();

        assertThat(summary.getString("Id")).isEqualTo(TRACE);
        assertThat(summary.getDouble("Duration")).isEqualTo(7);
        assertThat(summary.getDouble("ResponseTime")).isEqualTo(2);
        assertThat(summary.getBoolean("HasFault")).isFalse();
        assertThat(summary.getInteger("Revision")).isEqualTo(1);
        assertThat(summary.getValue("MatchedEventTime")).isNull();
    }

    @Test
    void an_expression_filters_traces_and_all_of_them_count_as_processed() {
        put(0, 10);

        var answer = running.answer("/TraceSummaries",
                all().put("FilterExpression", "service(\"shop\") { fault } AND !annotation.x"));

        assertThat(summaries(answer)).extracting(summary -> summary.getString("Id"))
                .containsExactly(trace(8), trace(6), trace(4), trace(2), trace(0));
        assertThat(answer.getInteger("TracesProcessedCount")).isEqualTo(10);
        assertThat(found(all().put("FilterExpression", ""))).hasSize(10);
        assertThat(found(all().put("FilterExpression", "service(\"else\")"))).isEmpty();
    }

    @Test
    void pages_of_1000_cover_all_traces_even_if_new_ones_arrive_meanwhile() {
        put(0, 2500);
        var seen = new ArrayList<String>();
        var sizes = new ArrayList<Integer>();
        var input = all();

        String token;
        do {
            var answer = running.answer("/TraceSummaries", input);
            var page = summaries(answer);
            page.forEach(summary -> seen.add(summary.getString("Id")));
            sizes.add(page.size());
            token = answer.getString("NextToken");
            input.put("NextToken", token);
            put(5000 + sizes.size(), 5001 + sizes.size());
        } while (token != null);

        assertThat(sizes).containsExactly(1000, 1000, 500);
        assertThat(seen).containsExactlyElementsOf(
                IntStream.range(0, 2500).mapToObj(GetTraceSummariesTest::trace).toList().reversed());
    }

    @Test
    void an_empty_page_can_have_a_next_token() {
        put(0, 5100);
        var input = all().put("FilterExpression", "duration > 100");

        var first = running.answer("/TraceSummaries", input);
        var second = running.answer("/TraceSummaries", input.put("NextToken", first.getString("NextToken")));

        assertThat(summaries(first)).isEmpty();
        assertThat(first.getInteger("TracesProcessedCount")).isEqualTo(5000);
        assertThat(first.getDouble("ApproximateTime")).isEqualTo(START + 100);
        assertThat(second.getInteger("TracesProcessedCount")).isEqualTo(100);
        assertThat(second.getValue("NextToken")).isNull();
    }

    private void putLarge(int traces) {
        var text = "x".repeat(60_000);
        for (int i = 0; i < traces; i++) {
            var id = trace(i);
            running.put(IntStream.range(0, 8)
                    .mapToObj(part -> segment(id, "00000000000000f" + part, "shop", START, START + 1).put("annotations",
                            new JsonObject().put("text", text)))
                    .toArray(JsonObject[]::new));
        }
    }

    /** 40 traces of 480 kB and an expression of 100 terms: the work limit of a page is reached after 13 of them. */
    @Test
    void a_complex_expression_over_large_traces_needs_more_pages() {
        putLarge(40);
        var input = all().put("FilterExpression", "user = \"a\" OR ".repeat(99) + "user = \"a\"");

        int pages = 0;
        for (var answer = running.answer("/TraceSummaries", input);; answer = running.answer("/TraceSummaries",
                input)) {
            pages++;
            assertThat(answer.getInteger("TracesProcessedCount")).isLessThan(20);
            if (answer.getString("NextToken") == null) {
                break;
            }
            input.put("NextToken", answer.getString("NextToken"));
        }

        assertThat(pages).isGreaterThan(2);
    }

    @Test
    void a_page_of_large_traces_ends_early() {
        putLarge(40);

        var first = running.answer("/TraceSummaries", all());
        var second = running.answer("/TraceSummaries", all().put("NextToken", first.getString("NextToken")));

        assertThat(summaries(first)).hasSizeBetween(30, 39);
        assertThat(summaries(first).size() + summaries(second).size()).isEqualTo(40);
        assertThat(second.getValue("NextToken")).isNull();
    }

    @Test
    void the_time_range_event_uses_the_last_time_of_receipt() {
        put(0, 1);
        running.clock.advance(Duration.ofSeconds(30));
        put(1, 2);

        var answer = running.answer("/TraceSummaries",
                window(START + 30, START + 30).put("TimeRangeType", "Event"));

        assertThat(summaries(answer)).singleElement().satisfies(summary -> {
            assertThat(summary.getString("Id")).isEqualTo(trace(1));
            assertThat(summary.getDouble("MatchedEventTime")).isEqualTo(START + 30);
        });
    }

    @Test
    void the_time_range_service_finds_active_traces_and_filters_by_ended_segments() {
        running.put(captured());
        var early = window(START + 1, START + 3).put("TimeRangeType", "Service");

        assertThat(found(early)).containsExactly(TRACE);
        assertThat(found(early.copy().put("FilterExpression", "service(\"front\")"))).containsExactly(TRACE);
        assertThat(found(early.copy().put("FilterExpression", "service(\"back\") {fault}"))).isEmpty();
        assertThat(found(window(START + 8, START + 9).put("TimeRangeType", "Service"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"EndTime\":2} | ValidationException: 1 validation error detected: Value null at 'startTime' failed to satisfy constraint: Member must not be null",
            "{\"StartTime\":\"2026-11-23T00:00:00Z\",\"EndTime\":2} | SerializationException: startTime must be a number of epoch seconds",
            "{\"StartTime\":3,\"EndTime\":2} | InvalidRequestException: End time cannot be earlier than start time",
            "{\"StartTime\":1,\"EndTime\":2,\"NextToken\":\"abc\"} | InvalidRequestException: Invalid token abc",
            "{\"StartTime\":1,\"EndTime\":2,\"NextToken\":\"%\"} | InvalidRequestException: Invalid token %",
            "{\"StartTime\":1,\"EndTime\":2,\"NextToken\":\"\"} | InvalidRequestException: Invalid token ",
            "{\"StartTime\":1,\"EndTime\":2,\"TimeRangeType\":\"Day\"} | ValidationException: 1 validation error detected: Value 'Day' at 'timeRangeType' failed to satisfy constraint: Member must satisfy enum value set: [TraceId, Event, Service]",
            "{\"StartTime\":1,\"EndTime\":2,\"Sampling\":true,\"SamplingStrategy\":{\"Name\":\"FixedRate\"}} | InvalidRequestException: sampling rate must be specified and its value must be between [0, 1]",
            "{\"StartTime\":1,\"EndTime\":2,\"Sampling\":true,\"SamplingStrategy\":{\"Name\":\"FixedRate\",\"Value\":1.5}} | InvalidRequestException: sampling rate must be specified and its value must be between [0, 1]",
            "{\"StartTime\":1,\"EndTime\":2,\"Sampling\":true,\"SamplingStrategy\":{\"Name\":\"FixedRate\",\"Value\":0.5}} | InvalidRequestException: Cannot use FixedRate with input time range type: TraceId. Please try using time range type: Event"})
    void refuses_invalid_input_like_x_ray(String input, String error) {
        assertThat(running.error("/TraceSummaries", new JsonObject(input)).stripTrailing()).isEqualTo("400 " + error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"Sampling\":false,\"SamplingStrategy\":{\"Name\":\"FixedRate\"}}",
            "{\"Sampling\":true}", "{\"Sampling\":true,\"SamplingStrategy\":{\"Name\":\"PartialScan\",\"Value\":9}}",
            "{\"Sampling\":true,\"TimeRangeType\":\"Event\",\"SamplingStrategy\":{\"Name\":\"FixedRate\",\"Value\":0}}"})
    void sampling_is_accepted_and_all_traces_are_searched(String input) {
        put(0, 3);

        assertThat(found(all().mergeIn(new JsonObject(input)))).hasSize(3);
    }

    @Test
    void an_invalid_expression_is_refused_with_its_position() {
        assertThat(running.error("/TraceSummaries", all().put("FilterExpression", "fault AND )")))
                .startsWith("400 InvalidRequestException: ")
                .contains("Invalid input symbol")
                .contains("10");
    }
}
