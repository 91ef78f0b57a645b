package dev.tracegate.aws.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.aws.AwsGiven;
import dev.tracegate.aws.settings.AwsEnvironment;
import dev.tracegate.aws.settings.AwsSettings;
import dev.tracegate.aws.settings.AwsSetupException;
import dev.tracegate.aws.xray.ConnectionErrors;
import dev.tracegate.aws.xray.XRaySink;
import dev.tracegate.budget.ByteBudget;
import dev.tracegate.dispatch.SendOutcome;
import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.http.ReplyBound;
import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.TenantDirectory;
import dev.tracegate.testkit.FakeProxy;
import dev.tracegate.testkit.FakeXRay;
import dev.tracegate.testkit.OnLoop;
import dev.tracegate.testkit.SelfSigned;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class TransportTest {
    @TempDir
    static Path folder;
    private static SelfSigned certificate;

    @BeforeAll
    static void make() throws IOException, InterruptedException {
        certificate = SelfSigned.make(folder, "dns:xray.test,ip:127.0.0.1");
    }

    @Test
    void trusts_the_certificates_of_a_bundle(Vertx vertx) throws IOException {
        var bundle = Files.writeString(folder.resolve("bundle.pem"), "# our own - see wiki\n\n"
                + Files.readString(certificate.certificate()) + "\ntrailing text\n").toString();
        try (var xray = FakeXRay.start(vertx, certificate.serverOptions())) {
            for (var variable : new String[]{"AWS_CA_BUNDLE", "SSL_CERT_FILE"}) {
                assertThat(send(vertx, xray.url(), AwsGiven.env(variable, bundle))).as(variable)
                        .isInstanceOf(Answered.class);
            }
        }
    }

    @Test
    void does_not_trust_an_unknown_certificate(Vertx vertx) {
        try (var xray = FakeXRay.start(vertx, certificate.serverOptions())) {
            var outcome = send(vertx, xray.url(), AwsGiven.env());

            assertThat(outcome).isInstanceOfSatisfying(Failed.class,
                    failed -> assertThat(failed).returns(Cause.CONNECTION, Failed::cause).returns("tls", Failed::code));
            assertThat(xray.calls()).isEmpty();
        }
    }

    @Test
    void checks_the_host_name_of_a_trusted_certificate(Vertx vertx) {
        try (var xray = FakeXRay.start(vertx, certificate.serverOptions())) {
            var env = AwsGiven.env("AWS_CA_BUNDLE", certificate.certificate().toString());

            assertThat(send(vertx, "https://localhost:" + xray.port(), env)).isInstanceOfSatisfying(Failed.class,
                    failed -> assertThat(failed.code()).isEqualTo("tls"));
        }
    }

    @Test
    void trusts_every_certificate_if_verification_is_off(Vertx vertx) {
        try (var xray = FakeXRay.start(vertx, certificate.serverOptions())) {
            var settings = new AwsSettings("us-west-2", null, null, "", true, null, false, 8, AwsGiven.LONG, "1",
                    new TenantDirectory(Registry.of(List.of())));

            assertThat(send(vertx, "https://localhost:" + xray.port(),
                    Transport.open(vertx, settings, AwsGiven.env(), new ByteBudget(4 << 20))))
                    .isInstanceOf(Answered.class);
        }
    }

    @Test
    void refuses_an_unusable_bundle_and_names_it(Vertx vertx) throws IOException {
        var empty = Files.writeString(folder.resolve("empty.pem"), "nothing here").toString();

        assertThatThrownBy(() -> AwsGiven.transport(vertx, AwsGiven.env("AWS_CA_BUNDLE", "/no/such.pem")))
                .isInstanceOf(AwsSetupException.class)
                .hasMessageContaining("AWS_CA_BUNDLE")
                .hasMessageContaining("/no/such.pem");
        assertThatThrownBy(() -> AwsGiven.transport(vertx, AwsGiven.env("AWS_CA_BUNDLE", empty)))
                .hasMessageContaining("contains no PEM certificate");
        assertThat(AwsGiven.transport(vertx, AwsGiven.env("SSL_CERT_FILE", "/no/such.pem"))).isNotNull();
    }

    @Test
    void reaches_an_https_endpoint_through_a_tunnel(Vertx vertx) {
        try (var xray = FakeXRay.start(vertx, certificate.serverOptions()).requireSignature(AwsGiven.SECRET);
                var proxy = FakeProxy.leadingTo(vertx, xray.port())) {
            var env = AwsGiven.env("AWS_CA_BUNDLE", certificate.certificate().toString(), "HTTPS_PROXY",
                    "http://me:secret@127.0.0.1:" + proxy.port());

            assertThat(send(vertx, "https://xray.test", env)).isInstanceOf(Answered.class);
            assertThat(proxy.heads()).singleElement()
                    .asString()
                    .startsWith("connect xray.test:443 ")
                    .contains("proxy-authorization: basic bwu6c2vjcmv0");
        }
    }

    @Test
    void reaches_a_plain_endpoint_through_a_proxy(Vertx vertx) {
        try (var xray = FakeXRay.start(vertx).requireSignature(AwsGiven.SECRET);
                var proxy = FakeProxy.leadingTo(vertx, xray.port())) {
            var env = AwsGiven.env("http_proxy", "http://me:secret@127.0.0.1:" + proxy.port());

            assertThat(send(vertx, "http://xray.test:8080", env)).isInstanceOf(Answered.class);
            assertThat(xray.lastCall().headers().get("Host")).isEqualTo("xray.test:8080");
            assertThat(proxy.heads()).singleElement()
                    .asString()
                    .startsWith("post http://xray.test:8080/tracesegments ")
                    .contains("proxy-authorization: basic bwu6c2vjcmv0");
        }
    }

    @Test
    void bypasses_the_proxy_for_hosts_in_no_proxy(Vertx vertx) {
        try (var xray = FakeXRay.start(vertx); var proxy = FakeProxy.leadingTo(vertx, 1)) {
            var env = AwsGiven.env("NO_PROXY", "127.0.0.0/8");
            var settings = new AwsSettings("us-west-2", null, null, "", true,
                    URI.create("http://127.0.0.1:" + proxy.port()), true, 8, AwsGiven.LONG, "1",
                    new TenantDirectory(Registry.of(List.of())));

            assertThat(send(vertx, xray.url(), Transport.open(vertx, settings, env, new ByteBudget(4 << 20))))
                    .isInstanceOf(Answered.class);
            assertThat(proxy.heads()).isEmpty();
        }
    }

    @Test
    void a_refusal_by_the_proxy_is_a_connection_failure(Vertx vertx) {
        try (var proxy = FakeProxy.leadingTo(vertx, 1)) {
            var env = AwsGiven.env("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port());

            assertThat(send(vertx, "https://xray.test", env)).isInstanceOfSatisfying(Failed.class,
                    failed -> assertThat(failed.cause()).isEqualTo(Cause.CONNECTION));
        }
    }

    /** Both responses are valid for X-Ray; they differ only in size. */
    @Test
    void a_response_larger_than_the_bound_of_the_call_is_a_server_failure(Vertx vertx) {
        var bound = ReplyBound.PUT_TRACE_SEGMENTS.bytes();
        var transport = AwsGiven.transport(vertx, AwsGiven.env());
        try (var xray = FakeXRay.start(vertx).behave(FakeXRay.body(accepted(bound)))) {
            assertThat(send(vertx, xray.url(), transport)).isInstanceOf(Answered.class);

            xray.behave(FakeXRay.body(accepted(bound + 1)));
            assertThat(send(vertx, xray.url(), transport)).isInstanceOfSatisfying(Failed.class,
                    failed -> assertThat(failed.cause()).isEqualTo(Cause.SERVER));
        }
    }

    @Test
    void a_response_that_exceeds_the_budget_is_a_connection_failure(Vertx vertx) {
        var replies = new ByteBudget(8 * 1024);
        var transport = Transport.open(vertx, AwsGiven.settings(URI.create("http://unused")), AwsGiven.env(), replies);
        try (var xray = FakeXRay.start(vertx).behave(FakeXRay.body(accepted(9 * 1024)))) {
            assertThat(send(vertx, xray.url(), transport)).isInstanceOfSatisfying(Failed.class,
                    failed -> assertThat(failed).returns(Cause.CONNECTION, Failed::cause)
                            .extracting(Failed::message)
                            .asString()
                            .contains("no room for the reply to PutTraceSegments"));
            assertThat(replies.used()).isZero();
        }
    }

    @Test
    void the_bytes_of_a_response_are_released_after_success_and_after_failure(Vertx vertx) {
        var replies = new ByteBudget(1024 * 1024);
        var transport = Transport.open(vertx, AwsGiven.settings(URI.create("http://unused")), AwsGiven.env(), replies);
        try (var xray = FakeXRay.start(vertx)) {
            for (var behaviour : List.of(FakeXRay.body(accepted(9 * 1024)), FakeXRay.throttle(), FakeXRay.truncate(),
                    FakeXRay.reset(), FakeXRay.body(accepted(1024 * 1024)), FakeXRay.hang())) {
                xray.behave(behaviour);

                send(vertx, xray.url(), transport, AwsGiven.SHORT);

                assertThat(replies.used()).isZero();
            }
        }
    }

    @Test
    void the_head_of_a_response_is_bounded(Vertx vertx) {
        var transport = AwsGiven.transport(vertx, AwsGiven.env());
        try (var xray = FakeXRay.start(vertx).behave((call, request) -> {
            for (int i = 0; i < 10; i++) {
                request.response().putHeader("X-Bomb-" + i, "b".repeat(1_000));
            }
            request.response().end(accepted(40));
        })) {
            assertThat(send(vertx, xray.url(), transport)).isInstanceOfSatisfying(Failed.class,
                    failed -> assertThat(failed.cause()).isEqualTo(Cause.SERVER));
        }
    }

    private static String accepted(int bytes) {
        var json = "{\"UnprocessedTraceSegments\":[]}";
        return json + " ".repeat(bytes - json.length());
    }

    private static SendOutcome send(Vertx vertx, String base, AwsEnvironment env) {
        return send(vertx, base, AwsGiven.transport(vertx, env));
    }

    private static SendOutcome send(Vertx vertx, String base, Transport transport) {
        return send(vertx, base, transport, Duration.ofSeconds(8));
    }

    private static SendOutcome send(Vertx vertx, String base, Transport transport, Duration limit) {
        var calls = AwsGiven.calls(base, transport, AwsGiven.Fixed.keys());
        var sink = new XRaySink(calls, transport.uploads(), new ConnectionErrors(), AwsGiven.NOON, limit);
        return OnLoop.call(vertx, () -> sink.send(AwsGiven.batch("{}")));
    }
}
