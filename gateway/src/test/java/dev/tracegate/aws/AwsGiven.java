package dev.tracegate.aws;

import dev.tracegate.aws.credentials.Credentials;
import dev.tracegate.aws.http.NoCredentialsException;
import dev.tracegate.aws.http.Transport;
import dev.tracegate.aws.settings.AwsEnvironment;
import dev.tracegate.aws.settings.AwsSettings;
import dev.tracegate.aws.settings.UserAgent;
import dev.tracegate.aws.signing.RequestSigner;
import dev.tracegate.aws.signing.SigningClock;
import dev.tracegate.aws.xray.XRayCalls;
import dev.tracegate.budget.ByteBudget;
import dev.tracegate.flow.Batch;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.CredentialState;
import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.TenantDirectory;
import dev.tracegate.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Keys, settings and clients that the tests of this package share. */
public final class AwsGiven {
    public static final String SECRET = "local-secret";
    public static final AwsCredentialsIdentity KEYS = AwsCredentialsIdentity.create("AKIDLOCAL0000001", SECRET);
    public static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-11-23T12:00:00.123456789Z"));
    public static final Duration LONG = Duration.ofSeconds(8);
    /** For calls that are expected to run out of time. */
    public static final Duration SHORT = Duration.ofMillis(200);
    /** Hides the developer's AWS files and the EC2 metadata of the machine that runs the tests. */
    private static final Map<String, String> ISOLATED = Map.of("AWS_EC2_METADATA_DISABLED", "true", "HOME",
            "/nonexistent",
            "AWS_CONFIG_FILE", "/nonexistent", "AWS_SHARED_CREDENTIALS_FILE", "/nonexistent");

    private AwsGiven() {}

    /** The isolating variables plus the given ones. */
    public static AwsEnvironment env(String... namesAndValues) {
        return new AwsEnvironment(variables(namesAndValues));
    }

    public static Map<String, String> variables(String... namesAndValues) {
        var variables = new HashMap<>(ISOLATED);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            variables.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return variables;
    }

    public static AwsSettings settings(URI endpoint) {
        return new AwsSettings("us-west-2", endpoint, null, "", true, null, true, 8, LONG, "1.2.3",
                new TenantDirectory(Registry.of(List.of())));
    }

    public static Transport transport(Vertx vertx, AwsEnvironment env) {
        return Transport.open(vertx, settings(URI.create("http://unused")), env, new ByteBudget(4 << 20));
    }

    public static XRayCalls calls(String base, Transport transport, Credentials credentials) {
        var uri = URI.create(base);
        var clock = new SigningClock(NOON);
        var signer = new RequestSigner(uri, "us-west-2", clock, UserAgent.of("1.2.3", env()));
        return new XRayCalls(uri, transport, credentials, signer, clock, System::nanoTime);
    }

    /** A batch of documents that need no escaping. */
    public static Batch batch(String... documents) {
        return Batch.of(TenantId.DEFAULT, Stream.of(documents).map(AwsGiven::segment).toList());
    }

    public static Segment segment(String escaped) {
        return new Segment(Envelope.UNREADABLE, escaped.getBytes(StandardCharsets.UTF_8),
                new InetSocketAddress("127.0.0.1", 1), 0);
    }

    /** Credentials that are present, missing or never resolved. */
    public static final class Fixed implements Credentials {
        private final Future<AwsCredentialsIdentity> current;
        public volatile AwsCredentialsIdentity invalidated;

        private Fixed(Future<AwsCredentialsIdentity> current) {
            this.current = current;
        }

        public static Fixed keys() {
            return new Fixed(Future.succeededFuture(KEYS));
        }

        public static Fixed none() {
            return new Fixed(Future.failedFuture(new NoCredentialsException("nothing found")));
        }

        public static Fixed never() {
            return new Fixed(io.vertx.core.Promise.<AwsCredentialsIdentity>promise().future());
        }

        @Override
        public Future<AwsCredentialsIdentity> current() {
            return current;
        }

        @Override
        public void invalidate(AwsCredentialsIdentity rejected) {
            invalidated = rejected;
        }

        @Override
        public CredentialState state() {
            return new CredentialState.Missing("unused");
        }
    }
}
