package dev.tracegate.aws;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Signature version 4 over a fixed set of headers: those given here, Host, the date and the token. What a client sent beside its body is never
 * signed nor sent on; the daemon signs what a proxy then changes, and X-Ray refuses it.
 */
final class Signer {
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final String region;
    private final Clock clock;

    Signer(String region, InstantSource clock) {
        this.region = region;
        this.clock = clock.withZone(ZoneOffset.UTC);
    }

    /** All headers to send with {@code body}. The body is hashed here, once. */
    Map<String, List<String>> sign(AwsCredentialsIdentity credentials, URI uri, Map<String, String> headers,
            Buffer body) {
        byte[] bytes = body.getBytes();
        var request = SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(uri);
        headers.forEach(request::putHeader);
        return signer.sign(sign -> sign.identity(credentials)
                .request(request.build())
                .payload(() -> new ByteArrayInputStream(bytes))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "xray")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(HttpSigner.SIGNING_CLOCK, clock)).request().headers();
    }
}
