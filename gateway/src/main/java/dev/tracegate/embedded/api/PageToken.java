package dev.tracegate.embedded.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracegate.embedded.store.ScanPosition;
import java.util.Base64;
import java.util.regex.Pattern;

/** Encodes a {@link ScanPosition} as a {@code NextToken}. */
final class PageToken {
    private static final Pattern FORMAT = Pattern.compile("([0-9a-f]{1,16}) (1-[0-9a-fA-F]{8}-[0-9a-fA-F]{24})");

    private PageToken() {}

    static String of(ScanPosition position) {
        // all 64 bits of the key: a rounded key would repeat or skip traces
        var text = Long.toHexString(Double.doubleToLongBits(position.key())) + " " + position.traceId();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    /** @throws ApiError if the token was not made by {@link #of} */
    static ScanPosition position(String token) {
        try {
            var fields = FORMAT.matcher(new String(Base64.getUrlDecoder().decode(token), UTF_8));
            if (fields.matches()) {
                double key = Double.longBitsToDouble(Long.parseUnsignedLong(fields.group(1), 16));
                return new ScanPosition(key, fields.group(2));
            }
        } catch (IllegalArgumentException e) {
            throw invalid(token);
        }
        throw invalid(token);
    }

    private static ApiError invalid(String token) {
        return ApiError.invalidRequest("Invalid token " + token);
    }
}
