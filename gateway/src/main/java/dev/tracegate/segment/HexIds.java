package dev.tracegate.segment;

import org.jspecify.annotations.Nullable;

/** Reads X-Ray ids from bytes. */
final class HexIds {
    private static final int ID_DIGITS = 16;
    private static final int TRACE_ID_LENGTH = 35;

    private HexIds() {}

    /** A segment id of 16 hex digits, or 0 if the text is not one. */
    static long id(byte[] text, int from, int to) {
        return to - from == ID_DIGITS && allHex(text, from, to) ? hex(text, from, to) : 0;
    }

    /** A trace id {@code 1-xxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxx}, or null if the text is not one. */
    static @Nullable TraceId traceId(byte[] text, int from, int to) {
        boolean shaped = to - from == TRACE_ID_LENGTH && text[from] == '1' && text[from + 1] == '-'
                && text[from + 10] == '-' && allHex(text, from + 2, from + 10) && allHex(text, from + 11, to);
        if (!shaped) {
            return null;
        }
        long high = hex(text, from + 2, from + 10) << 32 | hex(text, from + 11, from + 19);
        return new TraceId(high, hex(text, from + 19, to));
    }

    private static boolean allHex(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (digit(text[i]) < 0) {
                return false;
            }
        }
        return true;
    }

    private static long hex(byte[] text, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value << 4 | digit(text[i]);
        }
        return value;
    }

    private static int digit(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
