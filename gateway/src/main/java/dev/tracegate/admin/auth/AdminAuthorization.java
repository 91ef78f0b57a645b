package dev.tracegate.admin.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracegate.admin.http.Problem;
import java.security.MessageDigest;
import java.util.Optional;

/** Who may read below {@code /v1}. Health and metrics are for everyone who reaches the port. */
public sealed interface AdminAuthorization {

    /** Everyone on this loopback: where nobody else lives there. */
    record Open() implements AdminAuthorization {}

    /** Nobody. Tasks in host network mode share the host's loopback, so that without a token everyone there could read. */
    record Closed() implements AdminAuthorization {}

    /** Who shows the token: {@code Authorization: Bearer …}. */
    record Bearer(String token) implements AdminAuthorization {
        @Override
        public String toString() {
            return "Bearer[token=***]";
        }
    }

    /** Why a request may not be answered; empty where it may. */
    default Optional<Problem> refusal(String authorization) {
        return switch (this) {
            case Open open -> Optional.empty();
            case Closed closed -> Optional.of(new Problem(403, "forbidden",
                    "In the host profile /v1 needs a bearer token: write one to a file that only the gateway can read, and set"
                            + " listen.adminTokenFile to its path."));
            case Bearer(var token) when same(token, shown(authorization)) -> Optional.empty();
            case Bearer bearer -> Optional.of(new Problem(401, "unauthorized",
                    "Show the token in listen.adminTokenFile: Authorization: Bearer <token>"));
        };
    }

    /** The token in an Authorization header, with the scheme in any letter case (RFC 9110, section 11.1); empty if there is none. */
    private static String shown(String authorization) {
        var scheme = "Bearer ";
        return authorization.regionMatches(true, 0, scheme, 0, scheme.length())
                ? authorization.substring(scheme.length()).strip()
                : "";
    }

    /** In a time that does not tell how much of it was right. */
    private static boolean same(String expected, String shown) {
        return MessageDigest.isEqual(expected.getBytes(UTF_8), shown.getBytes(UTF_8));
    }
}
