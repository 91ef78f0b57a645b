package dev.tracegate.embedded.api;

import dev.tracegate.embedded.store.Window;

/** The part of a search that says how many traces to look at. Checked as X-Ray does; then all are looked at. */
final class SamplingStrategy {
    private SamplingStrategy() {}

    static void check(Input input, Window window) {
        var strategy = input.structure("SamplingStrategy");
        var name = strategy.text("Name").orElse("PartialScan");
        // without Sampling, X-Ray does not look at the strategy
        if (!input.bool("Sampling").orElse(false) || name.equals("PartialScan")) {
            return;
        }
        if (!name.equals("FixedRate")) {
            throw strategy.refused("Name", "'" + name + "'",
                    "Member must satisfy enum value set: [PartialScan, FixedRate]");
        }
        double rate = strategy.number("Value").map(Number::doubleValue).orElse(Double.NaN);
        if (!(rate >= 0 && rate <= 1)) {
            throw ApiError.invalidRequest("sampling rate must be specified and its value must be between [0, 1]");
        }
        if (window.by() != Window.By.RECEIVED) {
            throw ApiError.invalidRequest("Cannot use FixedRate with input time range type: "
                    + input.text("TimeRangeType").orElse("TraceId") + ". Please try using time range type: Event");
        }
    }
}
