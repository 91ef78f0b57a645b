package dev.tracegate.interop.sampling;

import static dev.tracegate.interop.sampling.SamplingSdk.OTEL_GO;
import static dev.tracegate.interop.sampling.SamplingSdk.OTEL_PYTHON;
import static dev.tracegate.interop.sampling.SamplingSdk.XRAY_GO;
import static dev.tracegate.interop.sampling.SamplingSdk.XRAY_NODE;
import static dev.tracegate.interop.sampling.SamplingSdk.XRAY_PYTHON;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;

/** The table in {@code docs/sampling.md} of how soon changed rules act, and what it must show. */
final class TimeToActPage {
    /** Seconds: a call for targets every 10 s, an answer, and a fetch of the rules. */
    private static final double SOON = 15;
    /** Seconds between two fetches of the rules, with the SDKs' random part. */
    private static final double AT_THE_NEXT_FETCH = 305;
    private static final Set<SamplingSdk> TOLD_BY_TARGETS = Set.of(XRAY_PYTHON, XRAY_GO, OTEL_GO, OTEL_PYTHON);

    private final BiFunction<SamplingSdk, RuleChange, TimeToAct> measured;

    TimeToActPage(BiFunction<SamplingSdk, RuleChange, TimeToAct> measured) {
        this.measured = measured;
    }

    MeasuredTable table() {
        var rows = new ArrayList<List<String>>();
        rows.add(cells("SDK", change -> change.title() + ": median, worst"));
        Stream.of(SamplingSdk.values()).forEach(sdk -> rows.add(cells(sdk.title(), change -> cell(sdk, change))));
        return new MeasuredTable("time to act", rows);
    }

    void judge() {
        var softly = new SoftAssertions();
        for (var sdk : SamplingSdk.values()) {
            for (var change : RuleChange.ALL) {
                var time = measured.apply(sdk, change);
                softly.assertThat(time.seconds())
                        .as("clients of %s that act on %s", sdk.id(), change.title())
                        .hasSize(time.clients());
                softly.assertThat(time.percentile(99))
                        .as("%s, %s: seconds", sdk.id(), change.title())
                        .isLessThanOrEqualTo(bound(sdk, change));
            }
        }
        softly.assertAll();
    }

    private static double bound(SamplingSdk sdk, RuleChange change) {
        // this SDK takes no quota, and learns only from the rules that there is something to borrow
        boolean byTargets = change.byTargets() && !(sdk == XRAY_NODE && change.equals(RuleChange.RESERVOIR));
        return byTargets || TOLD_BY_TARGETS.contains(sdk) ? SOON : AT_THE_NEXT_FETCH;
    }

    private String cell(SamplingSdk sdk, RuleChange change) {
        var time = measured.apply(sdk, change);
        if (!time.isComplete()) {
            return "%d of %d acted".formatted(time.seconds().size(), time.clients());
        }
        return String.format(Locale.ROOT, "%.1f, %.1f s", time.percentile(50), time.percentile(99));
    }

    private static List<String> cells(String first, Function<RuleChange, String> cell) {
        return Stream.concat(Stream.of(first), RuleChange.ALL.stream().map(cell)).toList();
    }
}
