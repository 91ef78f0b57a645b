package dev.tracegate.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The page {@code docs/faults.md}: its text, and its rows from the counts of a run. */
final class FaultPage {
    static final String INTRODUCTION = """
            # Faults

            The outcome of every segment while X-Ray was faulty, as counted in one run of this command:

            ```
            mvn -q verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test='FaultTable*' -Dfaults.table=docs/faults.md
            ```

            The gateway runs as a separate process in the host profile. X-Ray is an HTTP server that checks every signature, records every \
            segment that it accepted, and behaves as the first column says. It works for one second, then has the fault, then works again. \
            Segments are 1 KiB and all different; one in a hundred has `"fault": true`. The run fails, and writes no page, unless all of this is \
            true for each row:

            - the books balance, and the received segments are the sent ones without those that the kernel dropped;
            - delivered, shed and dead-lettered segments are together the received ones, and X-Ray accepted all segments that count as delivered;
            - no segment is shed while memory, or memory and disk, have room, and no segment with `"fault": true` is shed while there are others;
            - the buffer is never above its limit;
            - a segment was sent twice only where X-Ray accepted it and the response was lost;
            - the memory of the process is never above its base plus 1.25 times its buffer (adr/0001-where-segment-bytes-live.md).

            `mvn verify` makes the same checks with faults of a few seconds.

            | column | meaning |
            |---|---|
            | lost | segments that the gateway received and that have no state in its books; shed segments have a reason |
            | came twice | segments that X-Ray accepted again, of those whose first response was lost |
            | fullest buffer | highest reading of the memory budget, of `-m` |
            | peak memory | highest resident memory of the process, of the highest that is allowed |
            | recovered after | time from the end of the fault until no segment waited |
            """;
    static final String QUOTA = """
            ## An account's quota
            X-Ray's quota of 2,600 segments a second for an account, used by one gateway and by ten. Together they receive twice the quota for \
            90 s. The first 30 s, in which they search for the rate, do not count for the columns *of the quota used* and *least and most*.

            | column | meaning |
            |---|---|
            | least and most of a fair share | segments accepted of the gateway with the fewest and of the one with the most, divided by the fair share |
            | bridges | how long the gateways' memory holds the segments above the quota before any must be shed; a spool makes it longer by its size |

            | gateways, `-m` | sent | of the quota used | least and most of a fair share | delivered in the end | shed | calls, of them refused | bridges | recovered after |
            |---|---|---|---|---|---|---|---|---|
            """;

    private static final String COLUMNS = "| X-Ray ... | sent | delivered | lost | shed | dead letters | sent again | came twice"
            + " | calls, of them refused | books | fullest buffer | peak memory | recovered after |\n"
            + "|---|---|---|---|---|---|---|---|---|---|---|---|---|\n";

    private final List<String> parts = new ArrayList<>();

    FaultPage add(String text) {
        parts.add(text);
        return this;
    }

    /** A table of the outcomes in the given order. */
    FaultPage add(Map<Fault, Outcome> outcomes) {
        return add(COLUMNS + outcomes.entrySet()
                .stream()
                .map(entry -> row(entry.getKey().name(), entry.getValue()))
                .collect(Collectors.joining()));
    }

    void write(Path page) throws IOException {
        Files.writeString(page, String.join("\n", parts));
    }

    static String memory(Scale scale) {
        return """
                ## Faults that memory holds
                %s segments a second, the fault for %d s, `-m %d`, no spool. The buffer holds %s of these segments, which is %s minutes of \
                them while X-Ray cannot be reached.
                """
                .formatted(number(scale.perSecond()), scale.fault().toSeconds(), scale.bufferMib(),
                        number(scale.segmentsInBuffer()),
                        decimal(scale.segmentsInBuffer() / 60.0 / scale.perSecond()));
    }

    static String spool(Scale scale) {
        return """
                ## Faults that the spool holds
                %s segments a second, the fault for %d s, `-m %d`, which holds %s segments; a spool of %s, or in the last row on \
                a disk of 4 MB. At a tenth of the rate the same segments last ten minutes.
                """
                .formatted(number(scale.perSecond()), scale.fault().toSeconds(), scale.bufferMib(),
                        number(scale.segmentsInBuffer()), SpoolFaults.SPOOL_BYTES);
    }

    static String quotaRow(Outcome outcome) {
        var scale = outcome.scale();
        double fair = outcome.byGateway().stream().mapToLong(Long::longValue).average().orElseThrow();
        long excess = scale.perSecond() / 2;
        double bridged = scale.gateways() * scale.segmentsInBuffer() / (double) excess;
        var cells = List.of("%d, %d".formatted(scale.gateways(), scale.bufferMib()), sent(outcome),
                decimal(100 * Objects.requireNonNull(outcome.quotaUsed())) + " %",
                decimal(Collections.min(outcome.byGateway()) / fair) + ", "
                        + decimal(Collections.max(outcome.byGateway()) / fair),
                number(outcome.books().delivered()), counts(outcome.books().shed()),
                number(outcome.calls()) + ", " + number(outcome.refusals()),
                decimal(bridged / 60) + " min", decimal(outcome.recovery().toMillis() / 1000.0) + " s");
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    static String row(String name, Outcome outcome) {
        var books = outcome.books();
        var cells = List.of(name, sent(outcome), number(books.delivered()), number(outcome.lost()),
                counts(books.shed()), counts(books.deadLettered()), number(books.retried()),
                number(outcome.duplicates()) + " of " + number(outcome.explained()),
                number(outcome.calls()) + ", " + number(outcome.refusals()),
                books.imbalance() == 0 ? "balance" : "off by " + number(books.imbalance()),
                decimal(mib(outcome.peakBuffer())) + " of " + Math.round(mib(outcome.bufferLimit())) + " MiB",
                "%d of %d MiB".formatted(outcome.peakRssKib() / 1024, outcome.memoryLimitBytes() / 1024 / 1024),
                decimal(outcome.recovery().toMillis() / 1000.0) + " s");
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String sent(Outcome outcome) {
        return number(outcome.sent())
                + (outcome.kernelDropped() == 0 ? "" : " (the kernel dropped " + number(outcome.kernelDropped()) + ")");
    }

    private static String counts(Map<String, Long> counts) {
        return counts.isEmpty() ? "0"
                : counts.entrySet()
                        .stream()
                        .map(entry -> number(entry.getValue()) + " " + entry.getKey())
                        .collect(Collectors.joining(", "));
    }

    private static double mib(long bytes) {
        return bytes / 1024.0 / 1024;
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
