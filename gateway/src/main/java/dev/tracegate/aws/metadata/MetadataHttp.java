package dev.tracegate.aws.metadata;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Blocking calls to the metadata services, which are on the host's link: connect within 250 ms, answer within 500 ms, no proxy even if one
 * is configured, no redirects, at most 256 KiB.
 */
public final class MetadataHttp {
    // the X-Ray daemon's limits
    private static final int CONNECT_MILLIS = 250;
    private static final int READ_MILLIS = 500;
    private static final int MAX_BYTES = 256 * 1024;

    private MetadataHttp() {}

    public static String get(URI uri, Map<String, String> headers) throws IOException {
        return call("GET", uri, headers);
    }

    static String put(URI uri, Map<String, String> headers) throws IOException {
        return call("PUT", uri, headers);
    }

    private static String call(String method, URI uri, Map<String, String> headers) throws IOException {
        if (!(uri.toURL().openConnection(Proxy.NO_PROXY) instanceof HttpURLConnection connection)) {
            throw new IOException(uri + " is not an http URL");
        }
        try {
            connection.setRequestMethod(method);
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(READ_MILLIS);
            connection.setInstanceFollowRedirects(false);
            headers.forEach(connection::setRequestProperty);
            return answer(connection, uri);
        } finally {
            connection.disconnect();
        }
    }

    private static String answer(HttpURLConnection connection, URI uri) throws IOException {
        int status = connection.getResponseCode();
        if (status != 200) {
            throw new IOException(uri + " answered HTTP " + status);
        }
        try (var in = connection.getInputStream()) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).strip();
        }
    }
}
