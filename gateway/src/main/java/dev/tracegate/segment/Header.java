package dev.tracegate.segment;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first line of a datagram, {@code {"format":"json","version":1}}. Accepts exactly what the X-Ray daemon accepts: a JSON object with the member
 * {@code format} equal to "json" and the member {@code version} equal to the integer 1. As in the daemon, which uses Go's encoding/json and ignores
 * its type errors: keys and the format are compared without case, other members are ignored, and the last value of the right type of a repeated key
 * applies.
 */
public final class Header {
    /** The headers that the SDKs send: nearly every header is recognised by comparison, without parsing. */
    private static final byte[][] USUAL = {bytes("{\"format\":\"json\",\"version\":1}"),
            bytes("{\"format\": \"json\", \"version\": 1}"), bytes("{\"format\":\"json\", \"version\":1}")};

    private final JsonCursor json = new JsonCursor();
    private boolean formatIsJson;
    private boolean versionIsOne;

    /** Whether the line {@code [from, to)} is a valid header. */
    public boolean accepts(byte[] datagram, int from, int to) {
        for (byte[] usual : USUAL) {
            if (Arrays.equals(usual, 0, usual.length, datagram, from, to)) {
                return true;
            }
        }
        return parses(datagram, from, to) && formatIsJson && versionIsOne;
    }

    private boolean parses(byte[] datagram, int from, int to) {
        formatIsJson = false;
        versionIsOne = false;
        json.open(datagram, from, to);
        if (!json.take('{')) {
            return false;
        }
        if (!json.take('}')) {
            do {
                if (!member(datagram)) {
                    return false;
                }
            } while (json.take(','));
            if (!json.take('}')) {
                return false;
            }
        }
        return json.peek() < 0;
    }

    private boolean member(byte[] datagram) {
        if (!json.string()) {
            return false;
        }
        var key = text(datagram);
        if (!json.take(':')) {
            return false;
        }
        int next = json.peek();
        int from = json.position();
        if (!json.value()) {
            return false;
        }
        if (key.equalsIgnoreCase("format") && next == '"') {
            formatIsJson = text(datagram).equalsIgnoreCase("json");
        } else if (key.equalsIgnoreCase("version") && (next == '-' || (next >= '0' && next <= '9'))) {
            version(datagram, from, json.position());
        }
        return true;
    }

    /** A number that is not a Go int, such as 1.0 or 1e0, is a type error there and leaves the previous value. */
    private void version(byte[] datagram, int from, int to) {
        try {
            versionIsOne = Long.parseLong(new String(datagram, from, to - from, StandardCharsets.US_ASCII)) == 1;
        } catch (NumberFormatException notAnInteger) {
            // ignored as the daemon ignores it
        }
    }

    private String text(byte[] datagram) {
        var raw = new String(datagram, json.stringFrom(), json.stringTo() - json.stringFrom(), StandardCharsets.UTF_8);
        return json.stringEscaped() ? JsonText.unescape(raw) : raw;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
