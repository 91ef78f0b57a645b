package dev.tracegate.aws.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.aws.AwsGiven;
import dev.tracegate.aws.http.NoCredentialsException;
import dev.tracegate.aws.settings.AwsEnvironment;
import dev.tracegate.testkit.FakeMetadata;
import dev.tracegate.testkit.FakeProxy;
import dev.tracegate.testkit.FakeSts;
import dev.tracegate.testkit.OnLoop;
import dev.tracegate.testkit.SigV4;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

@ExtendWith(VertxExtension.class)
class CredentialSourcesTest {
    private static final Instant EXPIRY = Instant.parse("2026-11-23T13:00:00Z");
    private static final String ROLE = "arn:aws:iam::123456789012:role/xray";

    @TempDir
    Path folder;
    private Vertx vertx;
    private FakeSts sts;

    @BeforeEach
    void start(Vertx vertx) {
        this.vertx = vertx;
        sts = FakeSts.start(vertx, EXPIRY);
    }

    @AfterEach
    void stop() {
        sts.close();
    }

    @Test
    void keys_in_the_environment_have_the_first_priority() throws IOException {
        var env = AwsGiven.env("AWS_ACCESS_KEY_ID", "AKIAENV", "AWS_SECRET_ACCESS_KEY", "s", "AWS_SESSION_TOKEN", "t",
                "AWS_SHARED_CREDENTIALS_FILE", profile());

        var issued = fetch(chain(env));

        assertThat(issued.identity()).isEqualTo(AwsSessionCredentialsIdentity.create("AKIAENV", "s", "t"));
        assertThat(issued).returns("environment", IssuedCredentials::source).returns(null, IssuedCredentials::expiry);
    }

    @Test
    void a_web_identity_has_the_second_priority_and_uses_the_configured_sts() throws IOException {
        var token = Files.writeString(folder.resolve("token"), "jwt").toString();
        var env = AwsGiven.env("AWS_WEB_IDENTITY_TOKEN_FILE", token, "AWS_ROLE_ARN", ROLE, "AWS_ENDPOINT_URL_STS",
                sts.url(), "AWS_SHARED_CREDENTIALS_FILE", profile());

        var issued = fetch(chain(env));

        assertThat(issued.identity().accessKeyId()).isEqualTo("ASIAFAKE0001");
        assertThat(issued.source()).isEqualTo("web identity");
        assertThat(issued.expiry()).isEqualTo(EXPIRY);
        var form = sts.forms().getFirst();
        assertThat(form.get("Action")).isEqualTo("AssumeRoleWithWebIdentity");
        assertThat(form.get("WebIdentityToken")).isEqualTo("jwt");
        assertThat(sts.headers().getFirst().contains("Authorization")).isFalse();
    }

    @Test
    void the_profile_has_the_third_priority() throws IOException {
        assertThat(fetch(chain(AwsGiven.env("AWS_SHARED_CREDENTIALS_FILE", profile()))).identity().accessKeyId())
                .isEqualTo("AKIADEFAULT");
        var named = fetch(chain(AwsGiven.env("AWS_SHARED_CREDENTIALS_FILE", profile(), "AWS_PROFILE", "work")));
        assertThat(named.identity().accessKeyId()).isEqualTo("AKIAWORK");
        assertThat(named.source()).isEqualTo("profile work");
    }

    @Test
    void instance_metadata_has_the_last_priority(Vertx vertx) {
        try (var metadata = FakeMetadata.start(vertx)
                .serve("/latest/meta-data/iam/security-credentials/", "host-role")
                .serve("/latest/meta-data/iam/security-credentials/host-role", """
                        {"Code":"Success","AccessKeyId":"ASIAHOST","SecretAccessKey":"s","Token":"t",\
                        "Expiration":"2126-11-23T13:00:00Z"}""")) {
            metadata.requireToken("imds-token");
            var env = AwsGiven.env("AWS_EC2_METADATA_DISABLED", "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT",
                    metadata.url());

            var issued = fetch(chain(env));

            assertThat(issued.identity().accessKeyId()).isEqualTo("ASIAHOST");
            assertThat(issued.source()).isEqualTo("instance metadata");
            assertThat(issued.expiry()).isNotNull();
        }
    }

    @Test
    void without_credentials_the_error_names_the_remedy_and_the_failed_sources() {
        assertThatThrownBy(() -> fetch(chain(AwsGiven.env()))).isInstanceOf(NoCredentialsException.class)
                .hasMessageContaining("AWS_ACCESS_KEY_ID");
        assertThatThrownBy(() -> fetch(chain(AwsGiven.env("AWS_PROFILE", "absent"))))
                .hasMessageContaining("profile absent: ");
    }

    @Test
    void assumes_a_role_with_the_parameters_of_the_daemon() {
        var issued = fetch(role(withKeys("AWS_ENDPOINT_URL_STS", sts.url())));

        assertThat(issued.identity())
                .isEqualTo(AwsSessionCredentialsIdentity.create("ASIAFAKE0001", FakeSts.SECRET, "token-1"));
        assertThat(issued.expiry()).isEqualTo(EXPIRY);
        assertThat(issued.source()).isEqualTo("role " + ROLE + " by environment");
        var form = sts.forms().getFirst();
        assertThat(form.names()).containsExactlyInAnyOrder("Action", "Version", "RoleArn", "RoleSessionName",
                "DurationSeconds");
        assertThat(form.get("RoleArn")).isEqualTo(ROLE);
        assertThat(form.get("RoleSessionName")).isEqualTo("xray-daemon");
        assertThat(form.get("DurationSeconds")).isEqualTo("3600");
        var claim = SigV4.Claim.of(sts.headers().getFirst());
        assertThat(claim.keyId()).isEqualTo("AKIAENV");
        assertThat(claim.scope()).endsWith("/us-west-2/sts/aws4_request");
    }

    @Test
    void a_refused_role_is_reported_with_the_message_of_sts() {
        sts.deny(true);

        assertThatThrownBy(() -> fetch(role(withKeys("AWS_ENDPOINT_URL_STS", sts.url()))))
                .hasMessageContaining("not authorized to perform: sts:AssumeRole");
    }

    @Test
    void calls_the_regional_sts_through_the_forward_proxy(Vertx vertx) {
        try (var proxy = FakeProxy.leadingTo(vertx, sts.port())) {
            var env = withKeys("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port());

            // the proxy ends at a server without TLS, so the call fails; only the CONNECT target is checked
            assertThatThrownBy(() -> fetch(role(env))).isNotNull();
            assertThat(proxy.heads()).isNotEmpty()
                    .allSatisfy(head -> assertThat(head).startsWith("connect sts.us-west-2.amazonaws.com:443 "));
        }
    }

    @Test
    void assumes_a_role_through_the_forward_proxy(Vertx vertx) {
        try (var proxy = FakeProxy.leadingTo(vertx, sts.port())) {
            var env = withKeys("HTTP_PROXY", "http://u:p@127.0.0.1:" + proxy.port(), "AWS_ENDPOINT_URL_STS",
                    "http://sts.test");

            assertThat(fetch(role(env)).identity().accessKeyId()).isEqualTo("ASIAFAKE0001");
            assertThat(proxy.heads()).singleElement().asString().contains("proxy-authorization: basic ");
        }
    }

    private static AwsEnvironment withKeys(String... more) {
        var variables = AwsGiven.variables(more);
        variables.put("AWS_ACCESS_KEY_ID", "AKIAENV");
        variables.put("AWS_SECRET_ACCESS_KEY", "s");
        return new AwsEnvironment(variables);
    }

    private DefaultCredentialsChain chain(AwsEnvironment env) {
        return new DefaultCredentialsChain(env, new Sts("us-west-2", env, AwsGiven.transport(vertx, env)),
                AwsGiven.NOON);
    }

    private AssumedRole role(AwsEnvironment env) {
        var chain = chain(env);
        return new AssumedRole(ROLE, chain, chain.sts());
    }

    /** Fetches on a worker thread of an event loop's context, like RefreshingCredentials. */
    private IssuedCredentials fetch(CredentialSource source) {
        return OnLoop.call(vertx, () -> vertx.executeBlocking(source::fetch, false));
    }

    private String profile() throws IOException {
        return Files.writeString(folder.resolve("credentials"), """
                [default]
                aws_access_key_id = AKIADEFAULT
                aws_secret_access_key = s
                [work]
                aws_access_key_id = AKIAWORK
                aws_secret_access_key = s
                """).toString();
    }
}
