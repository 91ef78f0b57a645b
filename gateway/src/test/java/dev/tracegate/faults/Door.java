package dev.tracegate.faults;

import dev.tracegate.testkit.SigV4;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Authentication of calls: a valid signature with a known, unexpired key and a time close to this clock. Thread-safe. */
final class Door {
    private static final DateTimeFormatter AMZ_DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC);
    // the clock skew that AWS allows
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final Set<String> expired = ConcurrentHashMap.newKeySet();
    private volatile Duration ahead = Duration.ZERO;

    Door know(String keyId, String secret) {
        secrets.put(keyId, secret);
        return this;
    }

    void expire(String keyId) {
        expired.add(keyId);
    }

    /** The offset of its clock to the clock of this machine. */
    void setClock(Duration offset) {
        ahead = offset;
    }

    Instant now() {
        return Instant.now().plus(ahead);
    }

    /** The reason for the refusal of a call. */
    record No(String code, String message) {}

    /** Returns the reason for a refusal, or null if the call is accepted. */
    @Nullable
    No refusal(HttpServerRequest call, Buffer body) {
        var headers = call.headers();
        if (!headers.contains("Authorization")) {
            return new No("MissingAuthenticationTokenException", "Missing Authentication Token");
        }
        var key = SigV4.Claim.of(headers).keyId();
        var secret = secrets.get(key);
        if (secret == null) {
            return new No("UnrecognizedClientException", "The security token included in the request is invalid.");
        }
        if (expired.contains(key)) {
            return new No("ExpiredTokenException", "The security token included in the request is expired");
        }
        var signed = Instant.from(AMZ_DATE.parse(String.valueOf(headers.get("X-Amz-Date"))));
        var now = now();
        if (Duration.between(signed, now).abs().compareTo(TOLERANCE) > 0) {
            return new No("InvalidSignatureException", skew(signed, now));
        }
        var query = call.query();
        var right = SigV4.signature(call.method().name(), call.path(), query == null ? "" : query, headers, body,
                secret);
        return right.equals(SigV4.Claim.of(headers).signature()) ? null
                : new No("InvalidSignatureException",
                        "The request signature we calculated does not match the signature you provided.");
    }

    private static String skew(Instant signed, Instant now) {
        return signed.isBefore(now)
                ? "Signature expired: %s is now earlier than %s (%s - 5 min.)".formatted(AMZ_DATE.format(signed),
                        AMZ_DATE.format(now.minus(TOLERANCE)), AMZ_DATE.format(now))
                : "Signature not yet current: %s is still later than %s (%s + 5 min.)".formatted(
                        AMZ_DATE.format(signed), AMZ_DATE.format(now.plus(TOLERANCE)), AMZ_DATE.format(now));
    }
}
