package dev.tracegate.segment;

import java.util.HexFormat;

/**
 * An X-Ray trace id, {@code 1-} + 8 hex digits + {@code -} + 24 hex digits, as its 128 bits: two longs a segment instead of a string of 35
 * characters. Upper-case digits are read (X-Ray accepts them) and printed in lower case.
 *
 * @param high the 8 digits of the epoch part and the first 8 of the rest
 * @param low the last 16 digits
 */
public record TraceId(long high, long low) {

    @Override
    public String toString() {
        var hex = HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
        return "1-" + hex.substring(0, 8) + "-" + hex.substring(8);
    }
}
