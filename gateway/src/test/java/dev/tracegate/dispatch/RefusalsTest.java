package dev.tracegate.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.dispatch.SendOutcome.Unprocessed;
import dev.tracegate.dispatch.SendOutcome.Verdict;
import dev.tracegate.flow.Batch;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The result of each segment of a batch for the entries in the response of X-Ray. */
class RefusalsTest {

    /**
     * Ids are one hex digit, 0 for a document without a readable one; an entry is an id, a colon and the first letter of its verdict. The
     * result names segments by their place in the batch: delivered, refused, passing, unknown, and the parts to send again.
     */
    @ParameterizedTest(name = "{0}: {1} with {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nothing listed                          | 123   |                 | 123 |   |    |    |
            two named                               | 123   | 1:F 3:F         | 2   | 13 |   |    |
            the same named twice                    | 123   | 1:F 1:F         | 23  | 1 |    |    |
            named ten times, each with its message  | 123   | 1:F 1:F 1:F 1:F 1:F 1:F 1:F 1:F 1:F 1:F | 23 | 1 | | |
            throttled three times                   | 123   | 1:T 1:T 1:T     | 23  |   | 1  |    |
            the mildest of several counts           | 123   | 1:F 1:T         | 23  |   | 1  |    |
            the mildest of several counts           | 123   | 1:F 1:U 1:F     | 23  |   |    | 1  |
            an unknown id                           | 1234  | f:F             |     |   |    |    | 12,34
            ten unknown ids                         | 1234  | f:F e:F d:F c:F b:F a:F 9:F 8:F 7:F 6:F | | | | | 12,34
            no id, and one without a readable one   | 1034  | -:F             |     |   |    |    | 2,134
            no id, and some without a readable one  | 1004  | -:F             |     |   |    |    | 23,14
            no id, and none has a readable one      | 0000  | -:F             |     |   |    |    | 12,34
            no id beside a named one                | 1234  | -:F 2:F         |     | 2 |    |    | 1,34
            no id beside all but one named          | 12    | -:F 2:F         |     | 2 |    |    | 1
            no id beside all named                  | 12    | -:F 2:F 1:F     |     | 12 |   |    |
            no id, throttled                        | 1234  | -:T             |     |   | 1234 |  |
            no id, passing, beside a refused one    | 1234  | -:P 3:F         |     | 3 | 124 |   |
            no id, no code                          | 1234  | -:U             |     |   |    |    | 12,34
            no code, by id                          | 1234  | 3:U             | 124 |   |    | 3  |
            alone, no id                            | 1     | -:F             |     | 1 |    |    |
            alone, an unknown id                    | 1     | f:F             |     | 1 |    |    |
            alone, no id and no code                | 1     | -:U             |     |   |    | 1  |
            alone, without a readable id            | 0     | -:F             |     | 1 |    |    |
            alone and throttled, and an unknown id  | 1     | 1:T f:F         |     |   | 1  |    |
            two versions, throttled                 | 1223  | 2:T             | 14  |   | 23 |    |
            two versions, refused                   | 1223  | 2:F             | 14  |   |    |    | 2,3
            two versions, refused twice             | 1223  | 2:F 2:F         | 14  |   |    |    | 2,3
            two versions, an unknown code           | 1223  | 2:U             | 14  |   |    | 23 |
            """)
    void an_entry_refuses_only_the_segment_that_it_names(String name, String ids, String entries, String delivered,
            String refused, String passing, String unknown, String doubtful) {
        var batch = batch(ids);

        var refusals = Refusals.of(batch, entries(entries), false);

        assertThat(places(batch, refusals.delivered())).as("delivered").isEqualTo(text(delivered));
        assertThat(places(batch, refusals.refused().keySet())).as("refused").isEqualTo(text(refused));
        assertThat(places(batch, refusals.passing().keySet())).as("passing").isEqualTo(text(passing));
        assertThat(places(batch, refusals.unknown().keySet())).as("unknown").isEqualTo(text(unknown));
        assertThat(refusals.doubtful().stream().map(part -> places(batch, part)).collect(Collectors.joining(",")))
                .as("doubtful")
                .isEqualTo(text(doubtful));
    }

    @Test
    void an_unknown_code_is_final_on_the_last_attempt() {
        var batch = batch("1223");

        var refusals = Refusals.of(batch, entries("1:U 2:U"), true);

        assertThat(places(batch, refusals.refused().keySet())).isEqualTo("1");
        assertThat(refusals.doubtful()).hasSize(2);
    }

    @Test
    void ids_are_compared_ignoring_case_and_surrounding_blanks() {
        var batch = batch("abc");

        var refusals = Refusals.of(batch,
                List.of(new Unprocessed(" 000000000000000B ", "InvalidSegment", null, Verdict.FINAL)), false);

        assertThat(places(batch, refusals.refused().keySet())).isEqualTo("2");
    }

    @Test
    void one_id_ten_thousand_times_is_one_entry() {
        var batch = batch("123");

        var refusals = Refusals.of(batch, Collections.nCopies(10_000, entries("2:F").getFirst()), false);

        assertThat(places(batch, refusals.refused().keySet())).isEqualTo("2");
        assertThat(places(batch, refusals.delivered())).isEqualTo("13");
    }

    private static Batch batch(String ids) {
        return Batch.of(TenantId.DEFAULT,
                ids.chars().mapToObj(id -> segment(Character.digit(id, 16))).toList());
    }

    private static Segment segment(long id) {
        return new Segment(new Envelope(null, id, 0, 0, 0, false, false, false, false, false), new byte[1],
                new InetSocketAddress("127.0.0.1", 1), 0);
    }

    private static List<Unprocessed> entries(String entries) {
        return entries == null ? List.of() : Arrays.stream(entries.split(" ")).map(RefusalsTest::entry).toList();
    }

    private static Unprocessed entry(String text) {
        var id = text.charAt(0) == '-' ? null : "000000000000000" + text.charAt(0);
        var verdict = Stream.of(Verdict.values())
                .filter(value -> value.name().charAt(0) == text.charAt(2))
                .findFirst()
                .orElseThrow();
        return new Unprocessed(id, verdict.name(), null, verdict);
    }

    private static String places(Batch batch, Collection<Segment> segments) {
        return segments.stream()
                .map(segment -> batch.segments().indexOf(segment) + 1)
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining());
    }

    private static String text(String cell) {
        return cell == null ? "" : cell;
    }
}
