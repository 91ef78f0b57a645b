package dev.tracegate.segment;

import org.jspecify.annotations.Nullable;

/**
 * What the SDK wrote about itself into a segment: the members of {@code aws.xray}. Python and Go name the sampling rule in
 * {@code sampling_rule_name}, Java and Node.js in {@code rule_name}; of repeated members the last one is read. A member that is absent, no string,
 * empty or longer than {@value TextCache#MOST_BYTES} bytes is unknown.
 *
 * <p>The results are valid until the next reading. One thread.
 */
public final class SdkMembers {
    private final JsonCursor json = new JsonCursor();
    private final TextCache texts = new TextCache();
    private byte[] text = new byte[0];
    private @Nullable String rule;
    private @Nullable String sdk;
    private @Nullable String version;

    /** The name of the sampling rule that recorded the segment, or null. */
    public @Nullable String rule() {
        return rule;
    }

    /** Such as {@code X-Ray for Java}, or null. */
    public @Nullable String sdk() {
        return sdk;
    }

    public @Nullable String version() {
        return version;
    }

    /** Reads the value of {@code aws} at {@code [from, to)}, which is well-formed JSON or empty. */
    void read(byte[] document, int from, int to) {
        text = document;
        rule = null;
        sdk = null;
        version = null;
        json.open(document, from, to);
        if (!json.take('{') || json.take('}')) {
            return;
        }
        do {
            boolean xray = json.string() && isXRay();
            json.take(':');
            if (xray && json.peek() == '{') {
                xray();
            } else {
                json.value();
            }
        } while (json.take(','));
    }

    private boolean isXRay() {
        int at = json.stringFrom();
        return json.stringTo() - at == 4 && text[at] == 'x' && text[at + 1] == 'r' && text[at + 2] == 'a'
                && text[at + 3] == 'y';
    }

    private void xray() {
        json.take('{');
        if (json.take('}')) {
            return;
        }
        do {
            json.string();
            int keyFrom = json.stringFrom();
            int keyLength = json.stringTo() - keyFrom;
            json.take(':');
            boolean string = json.peek() == '"';
            json.value();
            member(keyFrom, keyLength, string);
        } while (json.take(','));
        json.take('}');
    }

    private void member(int keyFrom, int keyLength, boolean string) {
        switch (keyLength) {
            case 3 -> {
                if (is("sdk", keyFrom)) {
                    sdk = value(string);
                }
            }
            case 9 -> {
                if (is("rule_name", keyFrom)) {
                    rule = value(string);
                }
            }
            case 11 -> {
                if (is("sdk_version", keyFrom)) {
                    version = value(string);
                }
            }
            case 18 -> {
                if (is("sampling_rule_name", keyFrom)) {
                    rule = value(string);
                }
            }
            default -> {
                // not read
            }
        }
    }

    private @Nullable String value(boolean string) {
        return string ? texts.of(text, json.stringFrom(), json.stringTo(), json.stringEscaped()) : null;
    }

    private boolean is(String key, int from) {
        for (int i = 0; i < key.length(); i++) {
            if (text[from + i] != key.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
