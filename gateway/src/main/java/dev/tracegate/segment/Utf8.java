package dev.tracegate.segment;

/** Well-formed UTF-8 beyond ASCII (Unicode 15, table 3-7). */
final class Utf8 {
    private Utf8() {}

    /** Number of bytes (2 to 4) of the well-formed sequence at {@code at}, or 0 if there is none. */
    static int sequence(byte[] text, int at, int to) {
        int lead = text[at] & 0xff;
        if (lead < 0xc2 || lead > 0xf4) {
            return 0; // a continuation byte, an overlong form, or beyond U+10FFFF
        }
        int size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (to - at < size || !second(lead, text[at + 1] & 0xff)) {
            return 0;
        }
        for (int i = 2; i < size; i++) {
            if ((text[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return size;
    }

    private static boolean second(int lead, int second) {
        int lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80; // below: overlong
        int highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf; // above: surrogates, beyond U+10FFFF
        return second >= lowest && second <= highest;
    }
}
