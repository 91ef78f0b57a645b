package dev.tracegate.segment;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.HexFormat;
import java.util.Optional;

/**
 * An X-Ray trace id, {@code 1-} + 8 hex digits + {@code -} + 24 hex digits, as its 128 bits: two longs a segment instead of a string of 35
 * characters. Upper-case digits are read (X-Ray accepts them) and printed in lower case.
 *
 * @param high the 8 digits of the epoch part and the first 8 of the rest
 * @param low the last 16 digits
 */
public record TraceId(long high, long low) implements Comparable<TraceId> {
    private static final int W3C_LENGTH = 32;

    /** Of X-Ray's form, or W3C's: 32 hex digits; empty for anything else. */
    public static Optional<TraceId> parse(String text) {
        var bytes = xrayForm(text).getBytes(US_ASCII); // what is not ASCII becomes '?', and that is no digit
        return Optional.ofNullable(HexIds.traceId(bytes, 0, bytes.length));
    }

    private static String xrayForm(String text) {
        return text.length() == W3C_LENGTH ? "1-" + text.substring(0, 8) + "-" + text.substring(8) : text;
    }

    /** By the digits. It makes a hash table of ids that a sender chose to have one hash code as fast as a binary search. */
    @Override
    public int compareTo(TraceId other) {
        return high == other.high ? Long.compareUnsigned(low, other.low) : Long.compareUnsigned(high, other.high);
    }

    @Override
    public String toString() {
        var hex = HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
        return "1-" + hex.substring(0, 8) + "-" + hex.substring(8);
    }
}
