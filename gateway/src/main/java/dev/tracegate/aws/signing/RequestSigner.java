package dev.tracegate.aws.signing;

import dev.tracegate.aws.http.BufferStream;
import dev.tracegate.aws.http.ForwardProxy;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.net.URI;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Signs requests to X-Ray by SigV4. Exactly the headers that are sent are signed: host, content type, date, token, and those that a caller
 * adds. No header of an SDK client's request is copied, so that a proxy's header (such as Istio's X-Forwarded-For) cannot break the
 * signature.
 */
public final class RequestSigner {
    private static final String JSON = "application/json";

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final URI base;
    private final String prefix;
    private final String region;
    private final SigningClock clock;
    private final String userAgent;

    /** @param base the endpoint; its path, if it has one, precedes the path of every call */
    public RequestSigner(URI base, String region, SigningClock clock, String userAgent) {
        this.base = base;
        var path = base.getRawPath() == null ? "" : base.getRawPath();
        this.prefix = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        this.region = region;
        this.clock = clock;
        this.userAgent = userAgent;
    }

    /** The path as sent: the base URL's, then this one. */
    public String path(String path) {
        return prefix + path;
    }

    /** All headers of {@code POST path} except Content-Length. Any thread. */
    public MultiMap headers(String path, MultiMap added, Buffer body, AwsCredentialsIdentity identity) {
        var request = SdkHttpRequest.builder()
                .protocol(base.getScheme())
                .host(base.getHost())
                .port(ForwardProxy.port(base))
                .encodedPath(path(path))
                .method(SdkHttpMethod.POST)
                .putHeader("Content-Type", JSON);
        for (var header : added) {
            request.putHeader(header.getKey(), header.getValue());
        }
        var signed = signer.sign(SignRequest.builder(identity)
                .request(request.build())
                .payload(() -> new BufferStream(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "xray")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(HttpSigner.SIGNING_CLOCK, clock)
                .build());
        var headers = HttpHeaders.headers();
        signed.request().forEachHeader((name, values) -> headers.add(name, values));
        // not signed, because proxies may rewrite it
        return headers.set(HttpHeaders.USER_AGENT, userAgent);
    }
}
