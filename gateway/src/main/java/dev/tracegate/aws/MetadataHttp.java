package dev.tracegate.aws;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Small questions to the metadata services on link-local addresses. Never through a proxy, and never for long: on a laptop nobody answers
 * there. Blocks.
 */
final class MetadataHttp {
    /** As the X-Ray daemon's SDK: enough for a service on the same host. */
    private static final int CONNECT_MILLIS = 250;
    private static final int READ_MILLIS = 500;
    private static final int MOST_BYTES = 256 * 1024;

    private MetadataHttp() {}

    /** The body of a 200 answer; any other answer is an {@link IOException}. */
    static String ask(String method, URI uri, Map<String, String> headers) throws IOException {
        var connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
        try {
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(READ_MILLIS);
            connection.setRequestMethod(method);
            headers.forEach(connection::setRequestProperty);
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException(uri + " answered " + status);
            }
            try (var body = connection.getInputStream()) {
                return new String(body.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            }
        } finally {
            connection.disconnect();
        }
    }
}
