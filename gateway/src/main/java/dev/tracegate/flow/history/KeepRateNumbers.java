package dev.tracegate.flow.history;

import dev.tracegate.sampling.head.KeepRate;
import org.jspecify.annotations.Nullable;

/** Numbers for keep rates, so that a row holds two bytes for its decision; 0 stands for no decision. */
final class KeepRateNumbers {
    /** More than the rates that operators use side by side. Of decisions by a further rate, the rate is not remembered. */
    static final int MOST = 128;
    /** The number in front of the interner's own. */
    private static final int DECIDED = 1;

    private final StringInterner<KeepRate> rates = new StringInterner<>(MOST, KeepRate.ALL);

    int number(@Nullable KeepRate rate) {
        return rate == null ? 0 : DECIDED + rates.number(rate);
    }

    /** The decision's reason in words; null for no decision. */
    @Nullable
    String reason(int number) {
        if (number == 0) {
            return null;
        }
        var rate = rates.name(number - DECIDED);
        return rate.keepsAll() ? "tenant keep rate" : rate.reason();
    }
}
