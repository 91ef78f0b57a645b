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

/** The page {@code docs/faults.md}, made of what was counted. */
final class FaultPage {
    static final String INTRODUCTION = """
            # Faults

            What became of every segment while X-Ray misbehaved. This page is made of what was counted in one run, by

            ```
            mvn -q verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test='FaultTable*' -Dfaults.table=docs/faults.md
            ```

            The gateway runs as a process of its own, in the host profile; X-Ray's side of the wire is an HTTP server that checks every \
            signature, remembers every segment it took, and misbehaves as told. All is well for one second, then comes the fault, then \
            all is well again. Segments are 1 KiB, no two alike, one in a hundred a fault. The run fails, and makes no page, unless for each row

            - the books balance, and received is what was sent less what the kernel dropped;
            - delivered, shed and dead letters are all that was received, and X-Ray took all that counts as delivered;
            - nothing is shed while memory, or memory and disk, have room, and no fault is shed while there is something else;
            - the buffer is never above its limit;
            - a segment came twice only where X-Ray took it and the answer got lost;
            - the process is never above its base and 1.25 times its buffer (adr/0001-where-segment-bytes-live.md).

            `mvn verify` does the same for a few seconds each.

            *Lost* are segments the gateway received that ended in no state of its books; what is shed has a reason. *Came twice* counts segments that X-Ray took again, of those whose first answer got lost. *Fullest buffer* is the highest \
            reading of the budget, of `-m`. *Peak memory* is the process's resident memory at its highest, and what it may be. *Recovered after* is the \
            time from the end of the fault until nothing waited any more.
            """;
    static final String QUOTA = """
            ## An account's quota
            2,600 segments a second and account, X-Ray's own figure, shared by one gateway and by ten, which are offered twice as much \
            in all for 90 s; the first 30 s are the search, and do not count to what is used and shared. *Bridges* is how long the gateways' memory holds what is offered above the quota, before anything has to \
            be shed; a spool makes it longer by its size. *Least and most* are the segments taken of one gateway, in parts of its fair \
            share.

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

    /** A table of these outcomes, in their order. */
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
                ## What memory bears
                %s segments a second, the fault for %d s, `-m %d`, no spool. The buffer holds %s of these segments: with X-Ray away it \
                bridges %s minutes of them.
                """
                .formatted(number(scale.perSecond()), scale.fault().toSeconds(), scale.bufferMib(),
                        number(scale.segmentsInBuffer()),
                        decimal(scale.segmentsInBuffer() / 60.0 / scale.perSecond()));
    }

    static String spool(Scale scale) {
        return """
                ## What the disk bears
                %s segments a second, the fault for %d s, `-m %d`, which holds %s segments; a spool of %s, or in the last row on \
                a disk of 4 MB. At a tenth of the rate the same takes ten minutes.
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
