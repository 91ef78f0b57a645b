package dev.tracegate.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.aws.settings.AwsEnvironment;
import dev.tracegate.aws.settings.AwsSetupException;
import dev.tracegate.testkit.FakeMetadata;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class RegionSearchTest {
    private static final String TASK = "arn:aws:ecs:%s:123456789012:task/cluster/0123456789abcdef";

    @TempDir
    Path folder;
    private FakeMetadata metadata;

    @BeforeEach
    void start(Vertx vertx) {
        metadata = FakeMetadata.start(vertx)
                .serve("/latest/meta-data/placement/region", "eu-west-1")
                .serve("/v4/abc/task", "{\"TaskARN\":\"" + TASK.formatted("eu-north-1") + "\"}");
    }

    @AfterEach
    void stop() {
        metadata.close();
    }

    @Test
    void the_setting_has_priority_over_every_other_source() throws IOException {
        assertThat(new RegionSearch("us-west-2", false, everything()).find()).isEqualTo("us-west-2");
    }

    @Test
    void aws_region_has_priority_over_aws_default_region() throws IOException {
        var env = everything();
        assertThat(new RegionSearch(null, false, env).find()).isEqualTo("us-east-1");
        assertThat(new RegionSearch(" ", false, without(env, "AWS_REGION")).find()).isEqualTo("us-east-2");
    }

    @Test
    void the_ecs_file_the_ecs_task_and_ec2_follow_in_this_order() throws IOException {
        var env = without(everything(), "AWS_REGION", "AWS_DEFAULT_REGION");
        assertThat(new RegionSearch(null, false, env).find()).isEqualTo("ap-south-1");

        env = without(env, "ECS_ENABLE_CONTAINER_METADATA");
        assertThat(new RegionSearch(null, false, env).find()).isEqualTo("eu-north-1");

        env = without(env, "ECS_CONTAINER_METADATA_URI_V4");
        assertThat(new RegionSearch(null, false, env).find()).isEqualTo("eu-west-1");
    }

    @Test
    void local_mode_reads_the_profile_and_calls_no_metadata_service() throws IOException {
        var env = without(everything(), "AWS_REGION", "AWS_DEFAULT_REGION");

        assertThat(new RegionSearch(null, true, env).find()).isEqualTo("sa-east-1");
        assertThat(metadata.calls()).isEmpty();
    }

    @Test
    void an_incomplete_or_malformed_metadata_file_is_skipped() throws IOException {
        for (var content : new String[]{"{\"Cluster\":\"default\"}", "{\"TaskARN\":7}", "{\"TaskARN\":\"arn:aws\"}",
                "{", ""}) {
            var env = AwsGiven.env("ECS_ENABLE_CONTAINER_METADATA", "true", "ECS_CONTAINER_METADATA_FILE",
                    write("ecs.json", content), "AWS_EC2_METADATA_DISABLED", "false",
                    "AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.url());
            assertThat(new RegionSearch(null, false, env).find()).as(content).isEqualTo("eu-west-1");
        }
    }

    @Test
    void instance_metadata_is_read_with_a_token_or_without_one_if_the_service_issues_none() {
        var env = AwsGiven.env("AWS_EC2_METADATA_DISABLED", "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT",
                metadata.url());
        metadata.requireToken("secret-token");
        assertThat(new RegionSearch(null, false, env).find()).isEqualTo("eu-west-1");

        metadata.version1Only();
        assertThat(new RegionSearch(null, false, env).find()).isEqualTo("eu-west-1");
    }

    @Test
    void without_a_region_the_error_is_that_of_the_daemon() {
        assertThatThrownBy(() -> new RegionSearch(null, false, AwsGiven.env()).find())
                .isInstanceOf(AwsSetupException.class)
                .hasMessage(
                        "Cannot fetch region variable from config file, environment variables, ecs metadata, or ec2 metadata."
                                + " Use local-mode to use the local config region.");
        assertThatThrownBy(() -> new RegionSearch(null, true, AwsGiven.env()).find())
                .hasMessage(RegionSearch.NOT_FOUND);
    }

    @Test
    void a_metadata_service_that_does_not_answer_yields_no_region() {
        metadata.hang();
        var env = AwsGiven.env("AWS_EC2_METADATA_DISABLED", "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT",
                metadata.url(),
                "ECS_CONTAINER_METADATA_URI_V4", metadata.url() + "/v4/abc");

        assertThatThrownBy(() -> new RegionSearch(null, false, env).find()).hasMessage(RegionSearch.NOT_FOUND);
    }

    @Test
    void an_invalid_region_name_is_refused_before_it_is_part_of_a_host_name() {
        assertThatThrownBy(() -> new RegionSearch("evil.example/x", false, AwsGiven.env()).find())
                .isInstanceOf(AwsSetupException.class)
                .hasMessageContaining("evil.example/x")
                .hasMessageContaining("us-west-2");
    }

    private AwsEnvironment everything() throws IOException {
        return AwsGiven.env("AWS_REGION", "us-east-1", "AWS_DEFAULT_REGION", "us-east-2",
                "ECS_ENABLE_CONTAINER_METADATA",
                "true", "ECS_CONTAINER_METADATA_FILE",
                write("ecs.json", "{\"TaskARN\":\"" + TASK.formatted("ap-south-1") + "\"}"),
                "ECS_CONTAINER_METADATA_URI_V4", metadata.url() + "/v4/abc", "AWS_EC2_METADATA_DISABLED", "false",
                "AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.url() + "/", "AWS_CONFIG_FILE",
                write("config", "[default]\nregion=us-gov-west-1\n[profile work]\nregion=sa-east-1\n"), "AWS_PROFILE",
                "work");
    }

    private static AwsEnvironment without(AwsEnvironment env, String... names) {
        var variables = new java.util.HashMap<>(env.variables());
        for (var name : names) {
            variables.remove(name);
        }
        return new AwsEnvironment(variables);
    }

    private String write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }
}
