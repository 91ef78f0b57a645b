package dev.tracegate.admin.auth;

import dev.tracegate.admin.http.Problem;
import dev.tracegate.admin.http.ProblemKind;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the Host header names the loopback. A web page can let a name of its own resolve to the loopback (DNS rebinding) and read the
 * responses in a browser; its requests still carry that name. Any port is accepted, because a port may be forwarded.
 */
public final class HostCheck {
    private HostCheck() {}

    /**
     * The problem of a request that must be refused.
     *
     * @param host the header; HTTP/1.0 clients, such as the launcher's health check, need not send it, and no browser uses HTTP/1.0
     */
    public static Optional<Problem> problem(@Nullable HttpVersion version, @Nullable String host) {
        if (host == null) {
            return version == HttpVersion.HTTP_1_0
                    ? Optional.empty()
                    : Optional.of(Problem.badRequest("An HTTP/1.1 request needs one Host header."));
        }
        return Loopback.address(name(host)).isPresent()
                ? Optional.empty()
                : Optional.of(new Problem(ProblemKind.MISDIRECTED_REQUEST, "The Host header is " + Problem.quoted(host)
                        + ": use a loopback address or localhost, such as http://127.0.0.1:2080."));
    }

    /** Without the port, and without the brackets of an IPv6 address. */
    private static String name(String host) {
        if (host.startsWith("[")) {
            int end = host.indexOf(']');
            return end < 0 ? host : host.substring(1, end);
        }
        int colon = host.indexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }
}
