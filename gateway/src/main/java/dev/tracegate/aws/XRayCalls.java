package dev.tracegate.aws;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** One signed POST to X-Ray, one attempt, within a time limit. Completes on the caller's event loop. */
final class XRayCalls {
    private final HttpClient client;
    private final URI endpoint;
    private final Signer signer;
    private final Credentials credentials;
    private final Map<String, String> headers;

    /** X-Ray's answer, whatever its status. */
    record Answer(int status, MultiMap headers, Buffer body) {}

    /** There is nothing to sign with, so nothing was sent. */
    static final class Unsigned extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unsigned(Throwable cause) {
            super("no credentials: " + cause.getMessage(), cause, false, false);
        }
    }

    XRayCalls(HttpClient client, URI endpoint, Signer signer, Credentials credentials, AwsSettings settings) {
        this.client = client;
        this.endpoint = endpoint;
        this.signer = signer;
        this.credentials = credentials;
        this.headers = Map.of("Content-Type", "application/json", "User-Agent", userAgent(settings));
    }

    /** Fails with {@link Unsigned}, a timeout, or what the connection said. */
    Future<Answer> post(String path, Buffer body, Map<String, String> more, Duration limit) {
        var sent = new AtomicReference<HttpClientRequest>();
        return credentials.get()
                .recover(none -> Future.failedFuture(new Unsigned(none)))
                .compose(keys -> send(keys, path, body, more, sent))
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> {
                    var request = sent.get();
                    if (request != null) {
                        request.reset(); // its connection may still be answering, and must not be used for another call
                    }
                });
    }

    /** X-Ray says that these credentials have expired. */
    void credentialsExpired() {
        credentials.invalidate();
    }

    private Future<Answer> send(AwsCredentialsIdentity keys, String path, Buffer body, Map<String, String> more,
            AtomicReference<HttpClientRequest> sent) {
        var uri = URI.create(base() + path);
        var all = new LinkedHashMap<>(headers);
        all.putAll(more);
        var signed = signer.sign(keys, uri, all, body);
        var options = new RequestOptions().setMethod(HttpMethod.POST)
                .setHost(host())
                .setPort(port())
                .setURI(uri.getRawPath());
        return client.request(options).compose(request -> {
            sent.set(request);
            // Vert.x writes Host itself, from the address: the same text that was signed
            signed.forEach((name, values) -> {
                if (!name.equalsIgnoreCase("Host")) {
                    request.putHeader(name, values);
                }
            });
            return request.putHeader("Content-Length", String.valueOf(body.length())).send(body);
        })
                .compose(response -> response.body()
                        .map(answer -> new Answer(response.statusCode(), response.headers(), answer)));
    }

    private String base() {
        var text = endpoint.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private String host() {
        var host = endpoint.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private int port() {
        if (endpoint.getPort() >= 0) {
            return endpoint.getPort();
        }
        return endpoint.getScheme().equals("https") ? 443 : 80;
    }

    /** In the daemon's form. */
    private static String userAgent(AwsSettings settings) {
        var execution = settings.variable("AWS_EXECUTION_ENV");
        var os = System.getProperty("os.name", "unknown").toLowerCase(Locale.ROOT).replace(' ', '_');
        var arch = System.getProperty("os.arch", "unknown");
        return "xray-agent/tracegate/" + settings.version() + " exec-env/" + (execution == null ? "UNKNOWN" : execution)
                + " OS/" + os + "-" + arch;
    }
}
