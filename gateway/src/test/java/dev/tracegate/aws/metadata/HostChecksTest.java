package dev.tracegate.aws.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.aws.AwsGiven;
import dev.tracegate.testkit.FakeMetadata;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class HostChecksTest {
    private FakeMetadata metadata;

    @BeforeEach
    void start(Vertx vertx) {
        metadata = FakeMetadata.start(vertx).serve("/latest/meta-data/instance-id", "i-1");
    }

    @AfterEach
    void stop() {
        metadata.close();
    }

    @Test
    void T9_metadata_that_is_readable_without_a_token_causes_a_warning_with_the_remedy() {
        assertThat(checks().warnings()).singleElement()
                .asString()
                .contains("without a token", "--http-tokens required", "--http-put-response-hop-limit 1");
    }

    @Test
    void metadata_that_requires_a_token_causes_no_warning() {
        metadata.requireToken("t");

        assertThat(checks().warnings()).isEmpty();
    }

    @Test
    void disabled_or_unreachable_metadata_causes_no_warning() {
        assertThat(new HostChecks(null).warnings()).isEmpty();
        assertThat(checks("http://127.0.0.1:1").warnings()).isEmpty();
    }

    private HostChecks checks() {
        return checks(metadata.url());
    }

    private static HostChecks checks(String url) {
        return new HostChecks(InstanceMetadata.in(AwsGiven.env("AWS_EC2_METADATA_DISABLED", "false",
                "AWS_EC2_METADATA_SERVICE_ENDPOINT", url)));
    }
}
