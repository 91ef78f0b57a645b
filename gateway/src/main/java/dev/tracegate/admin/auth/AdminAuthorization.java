package dev.tracegate.admin.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracegate.admin.http.Problem;
import dev.tracegate.admin.http.ProblemKind;
import java.security.MessageDigest;
import java.util.Optional;

/** Who may call the operations below {@code /v1}. Health and metrics need no authorization. */
public sealed interface AdminAuthorization {

    /** Everyone who reaches the port. For a loopback interface that no other task or user shares. */
    record Open() implements AdminAuthorization {}

    /** Nobody. Tasks in host network mode share the loopback of the host, and without a token they cannot be distinguished from the operator. */
    record Closed() implements AdminAuthorization {}

    /** Callers with this token in {@code Authorization: Bearer …}. */
    record Bearer(String token) implements AdminAuthorization {
        @Override
        public String toString() {
            return "Bearer[token=***]";
        }
    }

    /**
     * The problem of a request that must be refused.
     *
     * @param authorization the Authorization header; empty if there is none
     */
    default Optional<Problem> refusal(String authorization) {
        return switch (this) {
            case Open open -> Optional.empty();
            case Closed closed -> Optional.of(new Problem(ProblemKind.FORBIDDEN,
                    "In the host profile /v1 needs a bearer token: write one to a file that only the gateway can read, and set"
                            + " listen.adminTokenFile to its path."));
            case Bearer(var token) when same(token, token(authorization)) -> Optional.empty();
            case Bearer bearer -> Optional.of(new Problem(ProblemKind.UNAUTHORIZED,
                    "Send the token in listen.adminTokenFile: Authorization: Bearer <token>"));
        };
    }

    /** The token in an Authorization header, with the scheme in any letter case (RFC 9110, section 11.1); empty if there is none. */
    private static String token(String authorization) {
        var scheme = "Bearer ";
        return authorization.regionMatches(true, 0, scheme, 0, scheme.length())
                ? authorization.substring(scheme.length()).strip()
                : "";
    }

    /** Compares in constant time, so that the time does not reveal how many characters are right. */
    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(UTF_8), given.getBytes(UTF_8));
    }
}
