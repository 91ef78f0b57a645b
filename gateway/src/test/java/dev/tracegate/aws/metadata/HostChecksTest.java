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
    void T9_metadata_that_answers_without_a_token_are_told_with_the_remedy() {
        assertThat(checks().warnings()).singleElement()
                .asString()
                .contains("without a token", "--http-tokens required", "--http-put-response-hop-limit 1");
    }

    @Test
    void metadata_that_want_a_token_are_fine() {
        metadata.requireToken("t");

        assertThat(checks().warnings()).isEmpty();
    }

    @Test
    void where_there_are_none_or_they_are_not_to_be_asked_there_is_nothing_to_say() {
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
