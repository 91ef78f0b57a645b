package dev.tracegate.aws;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP client towards one endpoint: keep-alive, TLS, forward proxy. */
final class Transport {
    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
    /** Below the idle limits of the load balancers in front of AWS, so that we close and not they. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(20);

    private Transport() {}

    /** @throws IllegalArgumentException with a message for the operator where proxy or certificates are unusable */
    static HttpClient client(Vertx vertx, AwsSettings settings, URI endpoint) {
        boolean tls = endpoint.getScheme().equals("https");
        var options = new HttpClientOptions().setSsl(tls)
                .setConnectTimeout((int) CONNECT_LIMIT.toMillis())
                .setKeepAliveTimeout((int) KEEP_ALIVE.toSeconds())
                .setTcpNoDelay(true);
        if (tls) {
            trust(settings, options);
        }
        new ForwardProxy(settings).towards(endpoint).ifPresent(proxy -> options.setProxyOptions(options(proxy)));
        return vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(settings.concurrency()));
    }

    private static void trust(AwsSettings settings, HttpClientOptions options) {
        if (!settings.verifyTls()) {
            LOG.warn(
                    "TLS certificates of AWS are not verified (NoVerifySSL): whoever is on the way can read and change what is sent");
            options.setTrustAll(true).setVerifyHost(false);
        } else {
            Trust.of(settings).ifPresent(manager -> options.setTrustOptions(TrustOptions.wrap(manager)));
        }
    }

    private static ProxyOptions options(URI proxy) {
        var options = new ProxyOptions().setType(ProxyType.HTTP)
                .setHost(proxy.getHost())
                .setPort(ProxyAddress.port(proxy));
        ProxyAddress.user(proxy).ifPresent(options::setUsername);
        ProxyAddress.password(proxy).ifPresent(options::setPassword);
        return options;
    }
}
