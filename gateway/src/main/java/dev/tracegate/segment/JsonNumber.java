package dev.tracegate.segment;

import java.nio.charset.StandardCharsets;

/** Reads a number from valid JSON text. Does not allocate for plain decimals of up to 15 digits, such as epoch seconds. */
final class JsonNumber {
    /** Exponent of the largest power of ten that a double represents exactly. */
    private static final int EXACT_POWERS = 22;
    private static final long EXACT_MANTISSA = 1L << 53;
    private static final double[] POWERS = new double[EXACT_POWERS + 1];
    static {
        for (int i = 0; i <= EXACT_POWERS; i++) {
            POWERS[i] = Double.parseDouble("1e" + i);
        }
    }

    private JsonNumber() {}

    /** The value of {@code [from, to)}, correctly rounded, or NaN if it is not a number. */
    static double read(byte[] text, int from, int to) {
        long mantissa = 0;
        int scale = 0;
        boolean fraction = false;
        for (int i = from; i < to; i++) {
            byte b = text[i];
            if (b >= '0' && b <= '9' && mantissa < EXACT_MANTISSA / 10) {
                mantissa = mantissa * 10 + b - '0';
                scale += fraction ? 1 : 0;
            } else if (b == '.') {
                fraction = true;
            } else {
                return slow(text, from, to);
            }
        }
        // both operands are exact, so the single division rounds correctly
        return scale <= EXACT_POWERS ? mantissa / POWERS[scale] : slow(text, from, to);
    }

    private static double slow(byte[] text, int from, int to) {
        byte first = text[from];
        if (first != '-' && (first < '0' || first > '9')) {
            return Double.NaN;
        }
        return Double.parseDouble(new String(text, from, to - from, StandardCharsets.US_ASCII));
    }
}
