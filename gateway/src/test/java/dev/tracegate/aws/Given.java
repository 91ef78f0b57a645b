package dev.tracegate.aws;

import dev.tracegate.budget.ByteBudget;
import dev.tracegate.flow.Batch;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.Registry;
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

/** What the tests of this package start from. */
final class Given {
    static final String SECRET = "local-secret";
    static final AwsCredentialsIdentity KEYS = AwsCredentialsIdentity.create("AKIDLOCAL0000001", SECRET);
    static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-11-23T12:00:00.123456789Z"));
    static final Duration LONG = Duration.ofSeconds(8);
    /** For calls that are expected to run out of time. */
    static final Duration SHORT = Duration.ofMillis(200);
    /** No files of whoever runs the tests, no EC2 metadata. */
    private static final Map<String, String> SEALED = Map.of("AWS_EC2_METADATA_DISABLED", "true", "HOME",
            "/nonexistent",
            "AWS_CONFIG_FILE", "/nonexistent", "AWS_SHARED_CREDENTIALS_FILE", "/nonexistent");

    private Given() {}

    /** Variables beside those that keep the test's host out. */
    static Environment env(String... namesAndValues) {
        return new Environment(variables(namesAndValues));
    }

    static Map<String, String> variables(String... namesAndValues) {
        var variables = new HashMap<>(SEALED);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            variables.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return variables;
    }

    static AwsSettings settings(URI endpoint) {
        return new AwsSettings("us-west-2", endpoint, null, "", true, null, true, 8, LONG, "1.2.3",
                Registry.of(List.of()));
    }

    static Transport transport(Vertx vertx, Environment env) {
        return Transport.open(vertx, settings(URI.create("http://unused")), env, new ByteBudget(4 << 20));
    }

    static XRayCalls calls(String base, Transport transport, Credentials credentials) {
        var uri = URI.create(base);
        var clock = new SigningClock(NOON);
        var signer = new RequestSigner(uri, "us-west-2", clock, UserAgent.of("1.2.3", env()));
        return new XRayCalls(uri, transport, credentials, signer, clock, System::nanoTime);
    }

    /** A batch of documents that need no escaping. */
    static Batch batch(String... documents) {
        return Batch.of(TenantId.DEFAULT, Stream.of(documents).map(Given::segment).toList());
    }

    static Segment segment(String escaped) {
        return new Segment(Envelope.UNREADABLE, escaped.getBytes(StandardCharsets.UTF_8),
                new InetSocketAddress("127.0.0.1", 1), 0);
    }

    /** Credentials that are simply there, or simply not. */
    static final class Fixed implements Credentials {
        private final Future<AwsCredentialsIdentity> current;
        volatile AwsCredentialsIdentity invalidated;

        private Fixed(Future<AwsCredentialsIdentity> current) {
            this.current = current;
        }

        static Fixed keys() {
            return new Fixed(Future.succeededFuture(KEYS));
        }

        static Fixed none() {
            return new Fixed(Future.failedFuture(new NoCredentialsException("nothing found")));
        }

        static Fixed never() {
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
