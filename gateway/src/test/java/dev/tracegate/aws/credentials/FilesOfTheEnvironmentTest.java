package dev.tracegate.aws.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.aws.AwsGiven;
import dev.tracegate.aws.RegionSearch;
import dev.tracegate.aws.http.TrustStores;
import dev.tracegate.aws.settings.AwsEnvironment;
import dev.tracegate.aws.settings.AwsSetupException;
import dev.tracegate.testkit.FakeSts;
import dev.tracegate.testkit.OnLoop;
import dev.tracegate.testkit.SelfSigned;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files named by variables and profiles are read up to a bound in bytes, and a pipe is refused instead of blocking the reader. */
@ExtendWith(VertxExtension.class)
@Timeout(30)
class FilesOfTheEnvironmentTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/xray";
    private static final String NO_FILE = ": is a pipe, not a regular file: write the content to a file";

    @TempDir
    private Path folder;
    private Vertx vertx;
    private FakeSts sts;
    private String pipe;

    @BeforeEach
    void start(Vertx vertx) throws Exception {
        this.vertx = vertx;
        sts = FakeSts.start(vertx, Instant.parse("2026-11-23T13:00:00Z"));
        pipe = folder.resolve("pipe").toString();
        assertThat(new ProcessBuilder("mkfifo", pipe).start().waitFor()).isZero();
    }

    @AfterEach
    void stop() {
        sts.close();
    }

    @Test
    void the_ca_bundle_is_bounded_and_must_be_a_regular_file() throws Exception {
        var certificate = Files.readString(SelfSigned.make(folder, "ip:127.0.0.1").certificate());

        assertThat(TrustStores.of(AwsGiven.env("AWS_CA_BUNDLE", file(certificate, TrustStores.MAX_BUNDLE_BYTES))))
                .isNotNull();
        assertThatThrownBy(
                () -> TrustStores
                        .of(AwsGiven.env("AWS_CA_BUNDLE", file(certificate, 1 + TrustStores.MAX_BUNDLE_BYTES))))
                .isInstanceOf(AwsSetupException.class)
                .hasMessageContaining("AWS_CA_BUNDLE: cannot read ")
                .hasMessageContaining("has more than 1048576 bytes");
        assertThatThrownBy(() -> TrustStores.of(AwsGiven.env("AWS_CA_BUNDLE", pipe)))
                .hasMessage("AWS_CA_BUNDLE: cannot read " + pipe + NO_FILE);
        assertThat(TrustStores.of(AwsGiven.env("SSL_CERT_FILE", pipe))).isNull();
    }

    @Test
    void the_ecs_metadata_file_is_bounded_and_must_be_a_regular_file() throws Exception {
        var json = "{\"TaskARN\":\"arn:aws:ecs:eu-north-1:123456789012:task/c/0\"}";

        assertThat(regionBy(file(json, RegionSearch.MAX_FILE_BYTES))).isEqualTo("eu-north-1");
        assertThat(regionBy(file(json, 1 + RegionSearch.MAX_FILE_BYTES))).isNull();
        assertThat(regionBy(pipe)).isNull();
    }

    private static @Nullable String regionBy(String file) {
        var env = AwsGiven.env("ECS_ENABLE_CONTAINER_METADATA", "true", "ECS_CONTAINER_METADATA_FILE", file);
        try {
            return new RegionSearch(null, false, env).find();
        } catch (AwsSetupException none) {
            return null;
        }
    }

    @Test
    void the_web_identity_token_is_bounded_and_must_be_a_regular_file() throws Exception {
        assertThat(webIdentity(file("jwt", TokenFile.MAX_BYTES))).isEqualTo("ASIAFAKE0001");
        assertThat(sts.forms().getFirst().get("WebIdentityToken")).isEqualTo("jwt");
        assertThatThrownBy(() -> webIdentity(file("jwt", 1 + TokenFile.MAX_BYTES)))
                .hasMessageContaining("AWS_WEB_IDENTITY_TOKEN_FILE: cannot read ")
                .hasMessageContaining("has more than 20000 bytes");
        assertThatThrownBy(() -> webIdentity(pipe))
                .hasMessageContaining("AWS_WEB_IDENTITY_TOKEN_FILE: cannot read " + pipe + NO_FILE);
    }

    private String webIdentity(String file) {
        return fetch(AwsGiven.env("AWS_WEB_IDENTITY_TOKEN_FILE", file, "AWS_ROLE_ARN", ROLE, "AWS_ENDPOINT_URL_STS",
                sts.url()));
    }

    @Test
    void the_container_authorization_token_is_bounded_and_must_be_a_regular_file() throws Exception {
        var longer = file("jwt", 1 + TokenFile.MAX_BYTES);

        assertThatThrownBy(() -> container(longer))
                .hasMessageContaining("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: cannot read " + longer
                        + ": has more than 20000 bytes");
        assertThatThrownBy(() -> container(pipe))
                .hasMessageContaining("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: cannot read " + pipe + NO_FILE);
    }

    private String container(String tokenFile) {
        return fetch(AwsGiven.env("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", tokenFile));
    }

    @Test
    void the_profile_files_are_bounded_and_must_be_regular_files() throws Exception {
        var keys = "[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = s\nregion = eu-west-1\n";
        var fits = file(keys, Profiles.MAX_FILE_BYTES);
        var longer = file(keys, 1 + Profiles.MAX_FILE_BYTES);

        assertThat(fetch(AwsGiven.env("AWS_SHARED_CREDENTIALS_FILE", fits, "AWS_CONFIG_FILE", "/dev/null")))
                .isEqualTo("AKIADEFAULT");
        assertThatThrownBy(() -> fetch(AwsGiven.env("AWS_SHARED_CREDENTIALS_FILE", longer)))
                .hasMessageContaining("the AWS profile file " + longer + ": has more than 1048576 bytes");
        assertThatThrownBy(() -> fetch(AwsGiven.env("AWS_CONFIG_FILE", folder.toString())))
                .hasMessageContaining("the AWS profile file " + folder + ": is a directory");
        assertThatThrownBy(() -> new RegionSearch(null, true, AwsGiven.env("AWS_CONFIG_FILE", pipe)).find())
                .isInstanceOf(AwsSetupException.class)
                .hasMessage("region: the AWS profile file " + pipe + NO_FILE);
    }

    private String fetch(AwsEnvironment env) {
        var chain = new DefaultCredentialsChain(env, new Sts("us-west-2", env, AwsGiven.transport(vertx, env)),
                AwsGiven.NOON);
        return OnLoop.await(vertx.executeBlocking(chain::fetch)).identity().accessKeyId();
    }

    /** Writes a file of the given size, padded with newlines. */
    private String file(String content, int bytes) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "file", ""),
                content + "\n".repeat(bytes - content.length())).toString();
    }
}
