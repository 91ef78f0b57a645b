package dev.tracegate.segment;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.HexFormat;
import java.util.Optional;

/**
 * An X-Ray trace id, {@code 1-} + 8 hex digits + {@code -} + 24 hex digits, as 128 bits: two longs instead of a string of 35 characters. Upper-case
 * digits are accepted, as in X-Ray, and printed in lower case.
 *
 * @param high the 8 digits of the epoch seconds and the first 8 of the other 24
 * @param low the last 16 digits
 */
public record TraceId(long high, long low) implements Comparable<TraceId> {
    private static final int W3C_LENGTH = 32;

    /** Parses X-Ray's format or W3C's, which is 32 hex digits; empty for any other text. */
    public static Optional<TraceId> parse(String text) {
        var bytes = xrayForm(text).getBytes(US_ASCII); // a character outside ASCII becomes '?', which is not a digit
        return Optional.ofNullable(HexIds.traceId(bytes, 0, bytes.length));
    }

    private static String xrayForm(String text) {
        return text.length() == W3C_LENGTH ? "1-" + text.substring(0, 8) + "-" + text.substring(8) : text;
    }

    /** Compares the digits. Lets {@link java.util.HashMap} search ids that a sender chose with equal hash codes in logarithmic time. */
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
