package dev.tracegate.embedded.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                          | false | false | false
            {"fault":true}                                              | true  | false | false
            {"http":{"response":{"status":503}}}                        | true  | false | false
            {"error":true}                                              | false | true  | false
            {"http":{"response":{"status":404}}}                        | false | true  | false
            {"http":{"response":{"status":429}}}                        | false | false | true
            {"error":true,"throttle":true}                              | false | false | true
            {"error":"true","http":7}                                   | false | false | false
            {"http":{"response":{"status":"500"}}}                      | false | false | false
            {"http":{"response":{"status":200}}}                        | false | false | false""")
    void derives_the_outcome_from_flags_and_from_the_status(String json, boolean fault, boolean error,
            boolean throttle) {
        var entity = entity(json);

        assertThat(entity.fault()).isEqualTo(fault);
        assertThat(entity.error()).isEqualTo(error);
        assertThat(entity.throttle()).isEqualTo(throttle);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            "name":"S3","namespace":"aws"                                                       | S3     | AWS::S3
            "name":"s3","namespace":"aws","aws":{"operation":"PutObject","bucket_name":"b"}     | b      | AWS::S3::Bucket
            "name":"dynamodb","namespace":"aws","aws":{"operation":"GetItem","table_name":"t"}  | t      | AWS::DynamoDB::Table
            "name":"DynamoDB","namespace":"aws","aws":{"table_name":"t"}                        | DynamoDB | AWS::DynamoDB
            "name":"SQS","namespace":"aws","aws":{"operation":"SendMessage","queue_url":"q"}    | q      | AWS::SQS::Queue
            "name":"SNS","namespace":"aws","aws":{"operation":"Publish","topic_arn":"a"}        | a      | AWS::SNS
            "name":"Lambda","namespace":"aws","aws":{"operation":"Invoke","function_name":"f"}  | f      | AWS::Lambda
            "name":"Kinesis","namespace":"aws","aws":{"operation":"PutRecord"}                  | Kinesis | AWS::Kinesis
            "name":"db@host","namespace":"remote"                                               | db@host | remote
            "name":"work","namespace":"local"                                                   | svc    | null
            "name":"work"                                                                       | svc    | null""")
    void derives_the_node_of_a_subsegment(String fields, String name, String type) {
        var segment = entity("{\"name\":\"svc\",\"subsegments\":[{" + fields + "}]}");

        assertThat(Node.of(segment.subsegments().getFirst())).isEqualTo(new Node(name, type));
    }

    @Test
    void a_name_is_cut_at_200_characters() {
        assertThat(entity("{\"name\":\"" + "x".repeat(300) + "\"}").name()).hasSize(200);
    }

    @Test
    void a_negative_duration_counts_as_zero() {
        assertThat(entity("{\"start_time\":5,\"end_time\":3}").duration()).hasValue(0);
    }

    @Test
    void annotations_are_indexed_like_in_x_ray() {
        var longest = "k".repeat(500);
        var entity = entity(
                "{\"annotations\":{\"a.b_1\":\"x\",\"%s\":true,\"%sk\":true,\"a-b\":1,\"\":1,\"e\":\"\",\"n\":1e400}}"
                        .formatted(longest, longest));

        assertThat(entity.annotation("a.b_1")).isEqualTo("x");
        assertThat(entity.annotation(longest)).isEqualTo(true);
        for (var unindexed : new String[]{longest + "k", "a-b", "", "e", "n"}) {
            assertThat(entity.annotation(unindexed)).isNull();
        }
    }

    private static Entity entity(String json) {
        return Entity.parse(json);
    }
}
