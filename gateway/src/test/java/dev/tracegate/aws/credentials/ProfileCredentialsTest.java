package dev.tracegate.aws.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.aws.AwsGiven;
import dev.tracegate.aws.settings.AwsEnvironment;
import dev.tracegate.testkit.FakeMetadata;
import dev.tracegate.testkit.FakeSts;
import dev.tracegate.testkit.OnLoop;
import dev.tracegate.testkit.SigV4;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Every type of profile that the SDK of the X-Ray daemon supports. */
@ExtendWith(VertxExtension.class)
class ProfileCredentialsTest {
    private static final Instant EXPIRY = Instant.parse("2026-11-23T13:00:00Z");
    private static final String ROLE = "arn:aws:iam::123456789012:role/xray";
    private static final String START = "https://corp.awsapps.example/start";

    private final List<String> portalCalls = new CopyOnWriteArrayList<>();

    @TempDir
    private Path home;
    private Vertx vertx;
    private FakeSts sts;
    private HttpServer portal;

    @BeforeEach
    void start(Vertx vertx) {
        this.vertx = vertx;
        sts = FakeSts.start(vertx, EXPIRY);
        portal = OnLoop.await(vertx.createHttpServer().requestHandler(this::portal).listen(0, "127.0.0.1"));
    }

    @AfterEach
    void stop() {
        sts.close();
    }

    @Test
    void a_role_is_assumed_with_its_source_profile_and_every_parameter_of_the_profile() throws Exception {
        config("""
                [profile dev]
                role_arn = %s
                source_profile = keys
                external_id = ext-1
                duration_seconds = 1800
                role_session_name = me
                [profile keys]
                aws_access_key_id = AKIAKEYS
                aws_secret_access_key = s
                """.formatted(ROLE));

        var issued = fetch();

        assertThat(issued.identity().accessKeyId()).isEqualTo("ASIAFAKE0001");
        assertThat(issued.expiry()).isEqualTo(EXPIRY);
        assertThat(issued.source()).isEqualTo("profile dev");
        var form = sts.forms().getFirst();
        assertThat(form.get("RoleArn")).isEqualTo(ROLE);
        assertThat(form.get("ExternalId")).isEqualTo("ext-1");
        assertThat(form.get("DurationSeconds")).isEqualTo("1800");
        assertThat(form.get("RoleSessionName")).isEqualTo("me");
        assertThat(SigV4.Claim.of(sts.headers().getFirst()).keyId()).isEqualTo("AKIAKEYS");
    }

    @Test
    void roles_are_chained_and_a_profile_may_be_its_own_source() throws Exception {
        config("""
                [profile dev]
                role_arn = %1$s2
                source_profile = middle
                [profile middle]
                role_arn = %1$s1
                source_profile = middle
                aws_access_key_id = AKIAMIDDLE
                aws_secret_access_key = s
                """.formatted(ROLE));

        assertThat(fetch().identity().accessKeyId()).isEqualTo("ASIAFAKE0002");
        assertThat(sts.forms()).extracting(form -> form.get("RoleArn")).containsExactly(ROLE + "1", ROLE + "2");
        assertThat(sts.forms().getFirst().get("RoleSessionName")).isEqualTo("xray-daemon");
        assertThat(SigV4.Claim.of(sts.headers().getFirst()).keyId()).isEqualTo("AKIAMIDDLE");
        assertThat(SigV4.Claim.of(sts.headers().getLast()).keyId()).isEqualTo("ASIAFAKE0001");
    }

    @Test
    void a_web_identity_in_the_profile_is_exchanged_without_a_signature() throws Exception {
        var token = Files.writeString(home.resolve("token"), "jwt");
        config("""
                [profile dev]
                role_arn = %s
                web_identity_token_file = %s
                """.formatted(ROLE, token));

        assertThat(fetch().identity().accessKeyId()).isEqualTo("ASIAFAKE0001");
        assertThat(sts.forms().getFirst().get("WebIdentityToken")).isEqualTo("jwt");
        assertThat(sts.headers().getFirst().contains("Authorization")).isFalse();
    }

    @Test
    void a_process_provides_session_credentials_with_their_expiry() throws Exception {
        config("""
                [profile dev]
                credential_process = printf '%s' '{"Version":1,"AccessKeyId":"ASIAPROC","SecretAccessKey":"s","SessionToken":"t","Expiration":"2026-11-23T13:00:00Z"}'
                """);

        var issued = fetch();

        assertThat(issued.identity()).isInstanceOfSatisfying(AwsSessionCredentialsIdentity.class, identity -> {
            assertThat(identity.accessKeyId()).isEqualTo("ASIAPROC");
            assertThat(identity.sessionToken()).isEqualTo("t");
        });
        assertThat(issued.expiry()).isEqualTo(EXPIRY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            exit 3                          | ended with exit code 3
            echo secret-output               | did not print JSON
            echo '{"Version":1}'            | printed no AccessKeyId
            head -c 70000 /dev/zero         | printed more than 64000 bytes
            """)
    void the_failure_of_a_process_is_reported_without_its_output(String command, String problem) throws Exception {
        assertThatThrownBy(() -> new CredentialProcess("dev", command).run()).hasMessageContaining(problem)
                .hasMessageNotContaining("secret-output");
    }

    @Test
    void a_process_times_out_even_if_a_child_process_keeps_the_pipe_open() {
        var process = new CredentialProcess("dev", "sleep 600 & sleep 600", Duration.ofMillis(300));

        assertThatThrownBy(process::run).hasMessageContaining("did not end within");
    }

    @Test
    void an_sso_session_provides_the_role_credentials_of_the_portal() throws Exception {
        config("""
                [profile dev]
                sso_session = corp
                sso_account_id = 111122223333
                sso_role_name = Developer
                [sso-session corp]
                sso_start_url = %s
                sso_region = eu-west-1
                """.formatted(START));
        token("corp", "{\"accessToken\":\"cached\",\"expiresAt\":\"2026-11-23T12:30:00Z\"}");

        var issued = fetch();

        assertThat(issued.identity().accessKeyId()).isEqualTo("ASIASSO");
        assertThat(issued.expiry()).isEqualTo(EXPIRY);
        assertThat(portalCalls).containsExactly(
                "/federation/credentials?role_name=Developer&account_id=111122223333 cached");
    }

    @Test
    void sso_without_a_session_finds_its_token_by_the_start_url_and_can_be_the_source_of_a_role() throws Exception {
        config("""
                [profile dev]
                role_arn = %s
                source_profile = sso
                [profile sso]
                sso_start_url = %s
                sso_region = eu-west-1
                sso_account_id = 111122223333
                sso_role_name = Developer
                """.formatted(ROLE, START));
        token(START, "{\"accessToken\":\"cached\",\"expiresAt\":\"2026-11-23T12:30:00UTC\"}");

        assertThat(fetch().identity().accessKeyId()).isEqualTo("ASIAFAKE0001");
        assertThat(SigV4.Claim.of(sts.headers().getFirst()).keyId()).isEqualTo("ASIASSO");
    }

    @Test
    void an_expired_sso_token_is_renewed_if_the_cache_has_a_refresh_token() throws Exception {
        ssoProfile();
        token(START, "{\"accessToken\":\"old\",\"expiresAt\":\"2026-11-23T11:00:00Z\",\"refreshToken\":\"r\","
                + "\"clientId\":\"c\",\"clientSecret\":\"s\"}");

        assertThat(fetch().identity().accessKeyId()).isEqualTo("ASIASSO");
        assertThat(portalCalls).containsExactly("/token ",
                "/federation/credentials?role_name=Developer&account_id=111122223333 renewed");
    }

    @Test
    void without_a_valid_sso_token_the_error_names_the_login_command() throws Exception {
        ssoProfile();
        assertThatThrownBy(this::fetch).hasMessageContaining("run `aws sso login --profile dev`");

        token(START, "{\"accessToken\":\"old\",\"expiresAt\":\"2026-11-23T11:00:00Z\"}");
        assertThatThrownBy(this::fetch)
                .hasMessageContaining("the SSO token expired at 2026-11-23T11:00:00Z; run `aws sso login");
    }

    @Test
    void an_sso_token_file_is_bounded_and_must_be_a_regular_file() throws Exception {
        ssoProfile();
        var json = "{\"accessToken\":\"cached\",\"expiresAt\":\"2026-11-23T12:30:00Z\"}";
        token(START, json + " ".repeat(SsoLogin.MAX_TOKEN_FILE_BYTES - json.length()));
        assertThat(fetch().identity().accessKeyId()).isEqualTo("ASIASSO");

        token(START, json + " ".repeat(1 + SsoLogin.MAX_TOKEN_FILE_BYTES - json.length()));
        assertThatThrownBy(this::fetch).hasMessageContaining("cannot be read: has more than 65536 bytes; run `aws");

        var file = tokenFile(START);
        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
        assertThatThrownBy(this::fetch).hasMessageContaining("the SSO token " + file + " cannot be read: is a pipe");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            role_arn=r;source_profile=dev                              | refers back to this profile
            source_profile=keys                                        | profile dev: role_arn is missing
            role_arn=r;source_profile=keys;credential_source=Environment | has both source_profile and credential_source
            role_arn=r;credential_source=Elsewhere                     | credential_source must be Environment, Ec2InstanceMetadata or EcsContainer
            role_arn=r;source_profile=keys;mfa_serial=m                | mfa_serial asks for a code
            role_arn=r                                                 | no credentials to assume role_arn with
            role_arn=r;source_profile=absent                           | profile absent is in no AWS configuration
            role_arn=r;source_profile=keys;duration_seconds=long       | duration_seconds must be a number of seconds
            sso_session=none;sso_account_id=1;sso_role_name=x          | there is no [sso-session none]
            """)
    void an_error_in_a_profile_names_the_key(String lines, String problem) throws Exception {
        config("[profile dev]\n" + lines.replace(';', '\n')
                + "\n[profile keys]\naws_access_key_id=AKIAKEYS\naws_secret_access_key=s\n");

        assertThatThrownBy(this::fetch).hasMessageContaining(problem);
    }

    @Test
    void a_role_can_be_assumed_with_the_keys_of_the_environment() throws Exception {
        assertThat(signerOfRoleOn("Environment",
                Map.of("AWS_ACCESS_KEY_ID", "AKIAENV", "AWS_SECRET_ACCESS_KEY", "s"))).isEqualTo("AKIAENV");
    }

    @Test
    void a_role_can_be_assumed_with_the_credentials_of_the_container() throws Exception {
        var uri = "aws.containerCredentialsFullUri";
        try (var metadata = FakeMetadata.start(vertx).serve("/creds", temporaryKeys("ASIATASK"))) {
            // the SDK reads this setting only from its own process environment or from a system property
            System.setProperty(uri, metadata.url() + "/creds");

            assertThat(signerOfRoleOn("EcsContainer",
                    Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", metadata.url() + "/creds"))).isEqualTo("ASIATASK");
            assertThat(metadata.calls()).containsExactly("GET /creds");
        } finally {
            System.clearProperty(uri);
        }
    }

    @Test
    void a_role_can_be_assumed_with_the_credentials_of_the_instance() throws Exception {
        try (var metadata = FakeMetadata.start(vertx)
                .serve("/latest/meta-data/iam/security-credentials/", "host-role")
                .serve("/latest/meta-data/iam/security-credentials/host-role", temporaryKeys("ASIAHOST"))) {
            metadata.requireToken("imds-token");

            assertThat(signerOfRoleOn("Ec2InstanceMetadata", Map.of("AWS_EC2_METADATA_DISABLED", "false",
                    "AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.url()))).isEqualTo("ASIAHOST");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EcsContainer", "Ec2InstanceMetadata", "Environment"})
    void a_role_with_an_empty_credential_source_is_an_error(String source) throws Exception {
        assertThatThrownBy(() -> signerOfRoleOn(source, Map.of()))
                .hasMessageContaining("there are no credentials to assume role_arn with");
    }

    /** Resolves the profile without the chain, which would use the variables first. */
    private String signerOfRoleOn(String source, Map<String, String> variables) throws Exception {
        config("[profile dev]\nrole_arn = " + ROLE + "\ncredential_source = " + source + "\n");
        var env = env(variables);
        var calls = new Sts("us-west-2", env, AwsGiven.transport(vertx, env));

        OnLoop.await(
                vertx.executeBlocking(() -> new ProfileCredentials(new AmbientCredentials(env), calls, AwsGiven.NOON)
                        .of(Profiles.files(env), "dev")));

        return SigV4.Claim.of(sts.headers().getFirst()).keyId();
    }

    private static String temporaryKeys(String id) {
        return "{\"Code\":\"Success\",\"AccessKeyId\":\"" + id + "\",\"SecretAccessKey\":\"s\",\"Token\":\"t\","
                + "\"Expiration\":\"2126-11-23T13:00:00Z\"}";
    }

    private void ssoProfile() throws IOException {
        config("""
                [profile dev]
                sso_start_url = %s
                sso_region = eu-west-1
                sso_account_id = 111122223333
                sso_role_name = Developer
                """.formatted(START));
    }

    private void portal(HttpServerRequest request) {
        var token = request.getHeader("x-amz-sso_bearer_token");
        portalCalls.add(request.uri() + " " + (token == null ? "" : token));
        request.response()
                .putHeader("Content-Type", "application/json")
                .end(request.path().equals("/token")
                        ? "{\"accessToken\":\"renewed\",\"expiresIn\":3600,\"tokenType\":\"Bearer\"}"
                        : "{\"roleCredentials\":{\"accessKeyId\":\"ASIASSO\",\"secretAccessKey\":\"s\",\"sessionToken\":\"t\","
                                + "\"expiration\":" + EXPIRY.toEpochMilli() + "}}");
    }

    private void config(String text) throws IOException {
        Files.createDirectories(home.resolve(".aws"));
        Files.writeString(home.resolve(".aws/config"), text);
    }

    private void token(String key, String json) throws Exception {
        var file = tokenFile(key);
        Files.createDirectories(file.getParent());
        Files.writeString(file, json);
    }

    private Path tokenFile(String key) throws Exception {
        var name = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-1").digest(key.getBytes(StandardCharsets.UTF_8)));
        return home.resolve(".aws/sso/cache").resolve(name + ".json");
    }

    private AwsEnvironment env(Map<String, String> more) {
        var url = "http://127.0.0.1:" + portal.actualPort();
        var variables = new HashMap<>(Map.of("HOME", home.toString(), "AWS_PROFILE", "dev", "AWS_EC2_METADATA_DISABLED",
                "true", "AWS_ENDPOINT_URL_STS", sts.url(), "AWS_ENDPOINT_URL_SSO", url, "AWS_ENDPOINT_URL_SSO_OIDC",
                url));
        variables.putAll(more);
        return new AwsEnvironment(variables);
    }

    private IssuedCredentials fetch() {
        var env = env(Map.of());
        var chain = new DefaultCredentialsChain(env, new Sts("us-west-2", env, AwsGiven.transport(vertx, env)),
                AwsGiven.NOON);
        return OnLoop.await(vertx.executeBlocking(chain::fetch));
    }
}
