package dev.tracegate.config.daemon;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses integers like Go's strconv.ParseInt with base 0: {@code 12}, {@code 0x1F}, {@code 0b11}, {@code 0o17}, {@code 017}, {@code 1_000}. */
public final class GoNumber {
    private static final Pattern SHAPE = Pattern
            .compile(
                    "([+-]?)(?:(0[xX])(?:_?[0-9a-fA-F])+|(0[bB])(?:_?[01])+|(0[oO]|0)(?:_?[0-7])+|[1-9](?:_?[0-9])*|0)");
    /** Longest number: sign, prefix, and 64 binary digits with underscores between them. Bounds the cost of the pattern. */
    private static final int MAX_LENGTH = 140;

    private GoNumber() {}

    /** Empty if Go reports "parse error". The number may be too large for Go, which would report "value out of range". */
    public static Optional<BigInteger> parse(String text) {
        var matcher = text.length() > MAX_LENGTH ? null : SHAPE.matcher(text);
        if (matcher == null || !matcher.matches()) {
            return Optional.empty();
        }
        var digits = text.substring(matcher.end(1)).replace("_", "");
        var value = new BigInteger(digits.replaceFirst("^0[xXbBoO]", ""), base(digits));
        return Optional.of(matcher.group(1).equals("-") ? value.negate() : value);
    }

    private static int base(String digits) {
        if (digits.length() < 2 || digits.charAt(0) != '0') {
            return 10;
        }
        return switch (digits.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'b', 'B' -> 2;
            default -> 8;
        };
    }

    /** Go's int is 64 bits wide. */
    public static boolean fits(BigInteger value) {
        return value.bitLength() < Long.SIZE;
    }
}
