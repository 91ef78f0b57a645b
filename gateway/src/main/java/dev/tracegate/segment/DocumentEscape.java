package dev.tracegate.segment;

import java.util.Arrays;

/**
 * Escapes a document as the content of a JSON string, as PutTraceSegments requires. Replaces each byte that is not part of valid UTF-8 by U+FFFD, as
 * the X-Ray daemon does; the gateway changes nothing else in a document. Owns a buffer; one thread.
 */
public final class DocumentEscape {
    private static final byte[] REPLACEMENT = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    /** Maximum bytes written per byte read: a control character becomes a backslash, u and four digits. */
    private static final int MAX_PER_BYTE = 6;

    private byte[] out = new byte[8 * 1024];
    private int length;
    private int replaced;

    /** The escaped copy of {@code [from, to)}, in an array of exactly its length. */
    public byte[] escape(byte[] document, int from, int to) {
        reserve((to - from) * MAX_PER_BYTE);
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

    /** Number of bytes of the last document that were replaced because they were not valid UTF-8. */
    public int replaced() {
        return replaced;
    }

    /** Grows the buffer to the worst case of this document: at most 393 kB, for the largest datagram. */
    private void reserve(int bytes) {
        if (out.length < bytes) {
            out = new byte[bytes];
        }
    }

    /** Index of the first byte from {@code from} on that needs an escape or is not ASCII. Most of a document is such plain runs, copied in one step. */
    private static int plainEnd(byte[] document, int from, int to) {
        int i = from;
        while (i < to && document[i] >= ' ' && document[i] != '"' && document[i] != '\\') {
            i++;
        }
        return i;
    }

    /** Writes the escape or the character at {@code at}. Returns the index of the next character. */
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

    /** Copies the character at {@code at}, or replaces its first byte. Returns the number of bytes consumed. */
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
