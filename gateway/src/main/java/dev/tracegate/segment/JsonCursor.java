package dev.tracegate.segment;

/**
 * Moves over JSON text in a byte array without building objects. Each method moves past a value and returns true, or returns false if the text is not
 * JSON (RFC 8259) or nests deeper than {@value #MAX_DEPTH}. Reusable; one thread.
 */
final class JsonCursor {
    /** X-Ray documents nest a few levels. The X-Ray daemon's decoder allows 10,000. */
    static final int MAX_DEPTH = 512;

    private final boolean[] insideObject = new boolean[MAX_DEPTH + 1];
    private byte[] text = new byte[0];
    private int at;
    private int end;
    private int stringFrom;
    private int stringTo;
    private boolean stringEscaped;

    void open(byte[] bytes, int from, int to) {
        text = bytes;
        at = from;
        end = to;
    }

    int position() {
        return at;
    }

    /** The next byte that is not white space, without passing it, or -1 at the end. */
    int peek() {
        while (at < end) {
            byte b = text[at];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b & 0xff;
            }
            at++;
        }
        return -1;
    }

    /** Moves past {@code expected}, if it is next. */
    boolean take(char expected) {
        if (peek() != expected) {
            return false;
        }
        at++;
        return true;
    }

    /** Moves past a string and records where its content is. */
    boolean string() {
        if (!take('"')) {
            return false;
        }
        stringFrom = at;
        stringEscaped = false;
        while (true) {
            at = plainEnd(text, at, end);
            if (at == end) {
                return false;
            }
            byte b = text[at++];
            if (b == '"') {
                stringTo = at - 1;
                return true;
            }
            stringEscaped = true;
            if (b != '\\' || !escape()) {
                return false;
            }
        }
    }

    /** Index of the first byte from {@code at} on that is a quote, a backslash or a control character. Most bytes of a document are passed in this loop. */
    private static int plainEnd(byte[] text, int at, int end) {
        int i = at;
        while (i < end && text[i] != '"' && text[i] != '\\' && (text[i] < 0 || text[i] >= ' ')) {
            i++;
        }
        return i;
    }

    /** Where the content of the last string begins: the index after the opening quote. */
    int stringFrom() {
        return stringFrom;
    }

    int stringTo() {
        return stringTo;
    }

    /** Whether the last string contains escapes, so that its bytes differ from its content. */
    boolean stringEscaped() {
        return stringEscaped;
    }

    /** Moves past a value of any type. Iterative, so that a nested document from an untrusted sender cannot overflow the stack. */
    boolean value() {
        int depth = 0;
        while (true) {
            int next = peek();
            if (next == '{' || next == '[') {
                if (depth == MAX_DEPTH) {
                    return false;
                }
                at++;
                insideObject[++depth] = next == '{';
                if (peek() != (next == '{' ? '}' : ']')) {
                    if (next == '{' && !key()) {
                        return false;
                    }
                    continue;
                }
            } else if (!scalar(next)) {
                return false;
            }
            while (depth > 0 && take(insideObject[depth] ? '}' : ']')) {
                depth--;
            }
            if (depth == 0) {
                return true;
            }
            if (!take(',') || (insideObject[depth] && !key())) {
                return false;
            }
        }
    }

    private boolean key() {
        return string() && take(':');
    }

    private boolean scalar(int next) {
        return switch (next) {
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        };
    }

    boolean literal(String expected) {
        if (end - at < expected.length()) {
            return false;
        }
        for (int i = 0; i < expected.length(); i++) {
            if (text[at + i] != expected.charAt(i)) {
                return false;
            }
        }
        at += expected.length();
        return true;
    }

    boolean number() {
        if (at < end && text[at] == '-') {
            at++;
        }
        if (at < end && text[at] == '0') {
            at++;
        } else if (!digits()) {
            return false;
        }
        if (at < end && text[at] == '.') {
            at++;
            if (!digits()) {
                return false;
            }
        }
        return exponent();
    }

    private boolean exponent() {
        if (at < end && (text[at] | 0x20) == 'e') {
            at++;
            if (at < end && (text[at] == '+' || text[at] == '-')) {
                at++;
            }
            return digits();
        }
        return true;
    }

    private boolean digits() {
        int from = at;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at > from;
    }

    private boolean escape() {
        if (at == end) {
            return false;
        }
        return switch (text[at++]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> true;
            case 'u' -> fourHexDigits();
            default -> false;
        };
    }

    private boolean fourHexDigits() {
        for (int i = 0; i < 4; i++) {
            if (at == end || Character.digit(text[at], 16) < 0) {
                return false;
            }
            at++;
        }
        return true;
    }
}
