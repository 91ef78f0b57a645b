package dev.tracegate.aws.http;

import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.http.UnreadableAnswerException;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Classifies calls that received no answer. */
public final class LocalFailure {
    public static final String REFUSED = "connection_refused";
    /** The answer is not one that the service sends, or is not HTTP. */
    public static final String UNREADABLE = "unreadable_answer";
    public static final String UNKNOWN_HOST = "unknown_host";

    private LocalFailure() {}

    /** Whether the error is one of the network or of missing credentials. Any other is a bug and must stay an exception. */
    public static boolean isExpected(Throwable error) {
        return error instanceof IOException || error instanceof VertxException || error instanceof TimeoutException
                || error instanceof NoCredentialsException;
    }

    public static Failed read(Throwable error) {
        var cause = cause(error);
        return new Failed(cause, 0, code(cause, error), message(error), null);
    }

    private static Cause cause(Throwable error) {
        return switch (error) {
            case NoCredentialsException e -> e.denied() ? Cause.ACCESS_DENIED : Cause.NO_CREDENTIALS;
            case TimeoutException e -> Cause.TIMEOUT;
            case UnreadableAnswerException e -> Cause.SERVER;
            default -> Cause.CONNECTION;
        };
    }

    private static String code(Cause cause, Throwable error) {
        return switch (cause) {
            case CONNECTION -> connectionCode(error);
            case SERVER -> UNREADABLE;
            default -> cause.label();
        };
    }

    private static String connectionCode(@Nullable Throwable error) {
        return switch (error) {
            case null -> "connection_failed";
            case UnknownHostException e -> UNKNOWN_HOST;
            case SSLException e -> "tls";
            case NoRouteToHostException e -> "no_route";
            // a refusal by the proxy is a ConnectException too; only its class name shows it
            case ConnectException e -> e.getClass().getSimpleName().startsWith("Proxy") ? "proxy"
                    : String.valueOf(e.getMessage()).contains("timed out") ? "connect_timeout" : REFUSED;
            default -> connectionCode(error.getCause());
        };
    }

    private static String message(Throwable error) {
        var text = error.getMessage();
        return text == null || text.isBlank() ? error.getClass().getSimpleName() : text;
    }
}
