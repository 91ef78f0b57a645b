package dev.tracegate.aws.metadata;

import dev.tracegate.http.BlockingHttp;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Blocking calls to the metadata services, which are on the host's link: connect within 250 ms, answer within 500 ms, at most 256 KiB. */
public final class MetadataHttp {
    static final int MOST_BYTES = 256 * 1024;
    // the X-Ray daemon's time limits
    private static final BlockingHttp HTTP = new BlockingHttp(Duration.ofMillis(250), Duration.ofMillis(500),
            MOST_BYTES);

    private MetadataHttp() {}

    public static String get(URI uri, Map<String, String> headers) throws IOException {
        return call("GET", uri, headers);
    }

    static String put(URI uri, Map<String, String> headers) throws IOException {
        return call("PUT", uri, headers);
    }

    private static String call(String method, URI uri, Map<String, String> headers) throws IOException {
        var reply = HTTP.call(method, uri, headers);
        if (reply.status() != 200) {
            throw new IOException(uri + " answered HTTP " + reply.status());
        }
        return reply.body().strip();
    }
}
