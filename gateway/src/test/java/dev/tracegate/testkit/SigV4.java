package dev.tracegate.testkit;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The receiving side of Signature Version 4, written from its specification: computes the signature a request should carry. */
public final class SigV4 {
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8}/([^/]+)/([^/]+)/aws4_request), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");

    private SigV4() {}

    /** What the Authorization header claims. */
    public record Claim(String keyId, String scope, String region, String service, List<String> signedHeaders,
            String signature) {

        public static Claim of(MultiMap headers) {
            var matcher = AUTHORIZATION.matcher(String.valueOf(headers.get("Authorization")));
            if (!matcher.matches()) {
                throw new IllegalArgumentException("no SigV4 in Authorization: " + headers.get("Authorization"));
            }
            return new Claim(matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4),
                    List.of(matcher.group(5).split(";", -1)), matcher.group(6));
        }
    }

    /** The signature the request as received should carry, were it signed with this secret. */
    public static String signature(String method, String path, String query, MultiMap headers, Buffer body,
            String secret) {
        var claim = Claim.of(headers);
        var canonical = new StringBuilder(method).append('\n').append(path).append('\n').append(query).append('\n');
        for (var name : new TreeSet<>(claim.signedHeaders())) {
            canonical.append(name.toLowerCase(Locale.ROOT)).append(':').append(value(headers, name)).append('\n');
        }
        canonical.append('\n')
                .append(String.join(";", claim.signedHeaders()))
                .append('\n')
                .append(sha256(body.getBytes()));
        var toSign = "AWS4-HMAC-SHA256\n" + headers.get("X-Amz-Date") + "\n" + claim.scope() + "\n"
                + sha256(canonical.toString().getBytes(StandardCharsets.UTF_8));
        var key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (var part : claim.scope().split("/", -1)) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    private static String value(MultiMap headers, String name) {
        return String.join(",", headers.getAll(name)).strip().replaceAll(" +", " ");
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
