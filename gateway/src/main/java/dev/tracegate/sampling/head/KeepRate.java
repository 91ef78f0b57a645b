package dev.tracegate.sampling.head;

import dev.tracegate.segment.TraceId;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The share of a tenant's traces that go on: 0 for none, 1 for all, else {@link #LEAST} to 1. A trace is kept if {@link TraceHash}, as an unsigned
 * number, is less than the rate times 2<sup>64</sup>. So equal rates decide alike everywhere, and a higher rate keeps all that a lower one keeps.
 * Immutable; allocates nothing for a decision.
 */
public final class KeepRate implements Comparable<KeepRate> {
    /** The rule's name in the books, the metrics and the history. */
    public static final String RULE = "tenant_keep_rate";
    /** One trace in a million, the least that is not 0: a lower rate keeps nothing in practice, and is more likely a mistake. */
    public static final double LEAST = 1e-6;
    /** No decision is made. */
    public static final KeepRate ALL = new KeepRate(1);

    private final double rate;
    private final boolean all;
    /** The lowest hash that is dropped, unsigned. Not used for rate 1: 2^64 does not fit in a long. */
    private final long limit;

    private KeepRate(double rate) {
        this.rate = rate;
        this.all = rate == 1;
        this.limit = limit(rate);
    }

    /** @throws IllegalArgumentException for anything but 0 and {@link #LEAST} to 1 */
    public static KeepRate of(double rate) {
        if (!isRate(rate)) {
            throw new IllegalArgumentException("a keep rate must be 0, or " + LEAST + " to 1, was " + rate);
        }
        return rate == 1 ? ALL : new KeepRate(rate == 0 ? 0 : rate); // no negative 0
    }

    public static boolean isRate(double rate) {
        return rate == 0 || (rate >= LEAST && rate <= 1);
    }

    /** The product is exact, as 2^64 is a power of two; where it is no whole number, the next one above is the limit. */
    private static long limit(double rate) {
        double scaled = Math.ceil(rate * 0x1p64);
        return scaled < 0x1p63 ? (long) scaled : (long) (scaled - 0x1p63) + Long.MIN_VALUE;
    }

    /** 0 to 1. */
    public double rate() {
        return rate;
    }

    /** Whether the rate is 1, and nothing has to be decided. */
    public boolean keepsAll() {
        return all;
    }

    public boolean keeps(TraceId trace) {
        return all || Long.compareUnsigned(TraceHash.of(trace), limit) < 0;
    }

    /** The reason of a decision, such as {@code tenant keep rate 10 %}. */
    public String reason() {
        var percent = BigDecimal.valueOf(rate).movePointRight(2).stripTrailingZeros();
        return "tenant keep rate " + percent.toPlainString() + " %";
    }

    /** By the rate. */
    @Override
    public int compareTo(KeepRate other) {
        return Double.compare(rate, other.rate);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeepRate that && that.rate == rate;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(rate);
    }

    @Override
    public String toString() {
        return Double.toString(rate);
    }
}
