package dev.tracegate.aws.http;

import dev.tracegate.aws.settings.AwsEnvironment;
import dev.tracegate.aws.settings.AwsSettings;
import dev.tracegate.budget.ByteBudget;
import dev.tracegate.http.HttpCaller;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to AWS: trusted certificates, forward proxy and two pools. The pools are separate so that slow uploads never delay a
 * sampling call.
 *
 * @param uploads PutTraceSegments
 * @param calls everything else
 */
public record Transport(HttpCaller uploads, HttpCaller calls, ForwardProxy proxy) {
    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final int CALL_CONNECTIONS = 16;
    // uploads need no bound: dispatch limits them to its concurrency. A sampling call that would wait longer is answered from the cache.
    private static final int CALLS_WAITING = 256;

    public static Transport open(Vertx vertx, AwsSettings settings, AwsEnvironment env, ByteBudget replies) {
        var proxy = new ForwardProxy(settings.proxy(), env);
        var options = tls(settings.verifyTls(), env).setConnectTimeout((int) CONNECT.toMillis());
        return new Transport(new HttpCaller(vertx, options, settings.concurrency(), -1, replies),
                new HttpCaller(vertx, options, CALL_CONNECTIONS, CALLS_WAITING, replies), proxy);
    }

    /** The options of a request, with the proxy that it has to use. */
    public RequestOptions to(URI target, HttpMethod method, String pathAndQuery, MultiMap headers) {
        var options = new RequestOptions().setMethod(method)
                .setHost(ForwardProxy.literal(target.getHost()))
                .setPort(ForwardProxy.port(target))
                .setSsl("https".equals(target.getScheme()))
                .setURI(pathAndQuery)
                .setHeaders(headers);
        var through = proxy.to(target);
        return through == null ? options : options.setProxyOptions(through);
    }

    public Future<Void> close() {
        return Future.join(uploads.close(), calls.close()).mapEmpty();
    }

    private static HttpClientOptions tls(boolean verify, AwsEnvironment env) {
        if (!verify) {
            LOG.warn(
                    "certificates of AWS endpoints are not verified: anyone on the network path can read and change traces");
            return new HttpClientOptions().setTrustAll(true).setVerifyHost(false);
        }
        var trust = TrustStores.of(env);
        return trust == null ? new HttpClientOptions() : new HttpClientOptions().setTrustOptions(trust);
    }
}
