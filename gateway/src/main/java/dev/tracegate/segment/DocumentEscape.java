package dev.tracegate.segment;

import java.util.Arrays;

/**
 * Turns a document into the content of a JSON string, as PutTraceSegments wants it. The only change ever made to a document is made here:
 * each byte that is not part of valid UTF-8 becomes U+FFFD, as in the X-Ray daemon. Owns a scratch buffer; one thread.
 */
public final class DocumentEscape {
    private static final byte[] REPLACEMENT = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    /** A control character becomes six: backslash, u, four digits. */
    private static final int MOST_PER_BYTE = 6;

    private byte[] out = new byte[8 * 1024];
    private int length;
    private int replaced;

    /** The escaped copy of {@code [from, to)}, exactly as long as it needs to be. */
    public byte[] escape(byte[] document, int from, int to) {
        reserve((to - from) * MOST_PER_BYTE);
        length = 0;
        replaced = 0;
        int i = from;
        while (i < to) {
            int plainEnd = plainEnd(document, i, to);
            System.arraycopy(document, i, out, length, plainEnd - i);
            length += plainEnd - i;
            i = plainEnd == to ? to : special(document, plainEnd, to);
        }
        return Arrays.copyOf(out, length);
    }

    /** How many bytes of the last document were not UTF-8 and were replaced. */
    public int replaced() {
        return replaced;
    }

    /** Room for the worst case of this document; 393 kB once a full datagram has come by, less until then. */
    private void reserve(int bytes) {
        if (out.length < bytes) {
            out = new byte[bytes];
        }
    }

    /** Documents are mostly runs of bytes that stay as they are: found byte by byte, copied at once. */
    private static int plainEnd(byte[] document, int from, int to) {
        int i = from;
        while (i < to && document[i] >= ' ' && document[i] != '"' && document[i] != '\\') {
            i++;
        }
        return i;
    }

    /** Writes the escape or the character at {@code at}, and answers where the text goes on. */
    private int special(byte[] document, int at, int to) {
        byte b = document[at];
        if (b < 0) {
            return at + multibyte(document, at, to);
        }
        if (b < ' ') {
            control(b);
        } else {
            out[length++] = '\\';
            out[length++] = b;
        }
        return at + 1;
    }

    private void control(byte b) {
        out[length++] = '\\';
        switch (b) {
            case '\n' -> out[length++] = 'n';
            case '\r' -> out[length++] = 'r';
            case '\t' -> out[length++] = 't';
            default -> {
                out[length++] = 'u';
                out[length++] = '0';
                out[length++] = '0';
                out[length++] = HEX[b >> 4];
                out[length++] = HEX[b & 0xf];
            }
        }
    }

    /** Copies the character at {@code at}, or replaces its first byte; answers how many bytes were used. */
    private int multibyte(byte[] document, int at, int to) {
        int size = Utf8.sequence(document, at, to);
        if (size == 0) {
            System.arraycopy(REPLACEMENT, 0, out, length, REPLACEMENT.length);
            length += REPLACEMENT.length;
            replaced++;
            return 1;
        }
        System.arraycopy(document, at, out, length, size);
        length += size;
        return size;
    }
}
