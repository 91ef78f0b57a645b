package dev.tracegate.aws.tenants;

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
class OwnClusterTest {
    private FakeMetadata metadata;

    @BeforeEach
    void start(Vertx vertx) {
        metadata = FakeMetadata.start(vertx);
    }

    @AfterEach
    void stop() {
        metadata.close();
    }

    @Test
    void the_cluster_name_is_taken_from_the_task_metadata() {
        metadata.serve("/v4/own/task", "{\"Cluster\":\"arn:aws:ecs:eu-west-1:111122223333:cluster/prod\"}");

        assertThat(find()).isEqualTo("prod");
        assertThat(metadata.calls()).hasSize(1);
    }

    @Test
    void failed_metadata_calls_are_retried_and_then_there_is_no_cluster() {
        assertThat(find()).isNull();
        assertThat(metadata.calls()).hasSize(4);
    }

    @Test
    void outside_of_ecs_no_metadata_is_requested() {
        assertThat(OwnCluster.find(AwsGiven.env())).isNull();
    }

    private String find() {
        return OwnCluster.find(AwsGiven.env("ECS_CONTAINER_METADATA_URI_V4", metadata.url() + "/v4/own"));
    }
}
