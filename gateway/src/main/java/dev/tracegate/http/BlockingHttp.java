package dev.tracegate.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client of threads that may block, for services on this host or its link: no proxy even if one is configured, no redirects, one
 * connection a call. The class needs the JDK only, so that the health command loads no more. {@link HttpCaller} is the client of event loops.
 *
 * @param connect time limit for connecting
 * @param silence time limit for each read; a reply that arrives byte by byte may take longer
 * @param most bytes of a reply's body; a longer one is cut
 */
public record BlockingHttp(Duration connect, Duration silence, int most) {

    /** A reply, its body read as UTF-8. */
    public record TextReply(int status, String body) {}

    /**
     * Makes one call.
     *
     * @throws IOException if there is no reply within the limits, or the URL is not an http URL
     * @throws IllegalArgumentException if the URI is not a URL
     */
    public TextReply call(String method, URI uri, Map<String, String> headers) throws IOException {
        if (!(uri.toURL().openConnection(Proxy.NO_PROXY) instanceof HttpURLConnection connection)) {
            throw new IOException(uri + " is not an http URL");
        }
        try {
            connection.setRequestMethod(method);
            connection.setConnectTimeout((int) connect.toMillis());
            connection.setReadTimeout((int) silence.toMillis());
            connection.setInstanceFollowRedirects(false);
            headers.forEach(connection::setRequestProperty);
            int status = connection.getResponseCode();
            return new TextReply(status, body(connection, status));
        } finally {
            connection.disconnect();
        }
    }

    private String body(HttpURLConnection connection, int status) throws IOException {
        try (var body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return text(body);
        }
    }

    private String text(@Nullable InputStream body) throws IOException {
        return body == null ? "" : new String(body.readNBytes(most), UTF_8);
    }
}
