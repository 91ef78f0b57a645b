package dev.tracegate.embedded.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.embedded.model.Trace;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceSummaryTest {
    /** A trace for which the response of X-Ray was recorded: the callee failed long after the front had answered. */
    private static final List<String> RECORDED = List.of(
            """
                    {"id":"f","name":"front","start_time":1700000000.0,"end_time":1700000002.0,
                     "http":{"request":{"url":"http://front/","method":"GET"},"response":{"status":200}},
                     "subsegments":[{"id":"c","name":"back","namespace":"remote","start_time":1700000000.25,
                      "end_time":1700000001.75,"http":{"response":{"status":503}}}]}""",
            """
                    {"id":"b","name":"back","parent_id":"c","start_time":1700000000.5,"end_time":1700000007.0,"fault":true,
                     "cause":{"exceptions":[{"id":"e","type":"Timeout","message":"too late"}]},
                     "subsegments":[{"id":"d","name":"database","namespace":"aws","start_time":1700000001.0,
                      "end_time":1700000006.0,"http":{"response":{"status":429}}}]}""");

    @Test
    void equals_the_summary_of_x_ray_for_the_recorded_trace() {
        var summary = summary(RECORDED);

        assertThat(summary).isEqualTo(new JsonObject(
                """
                        {"Id":"t","StartTime":1700000000.0,"Duration":7.0,"ResponseTime":2.0,
                         "HasFault":false,"HasError":false,"HasThrottle":false,"IsPartial":false,
                         "Http":{"HttpURL":"http://front/","HttpStatus":200,"HttpMethod":"GET","UserAgent":null,"ClientIp":null},
                         "EntryPoint":{"Name":"front","Names":["front"],"AccountId":null,"Type":null},
                         "Annotations":{},"Users":[],
                         "ServiceIds":[
                           {"Name":"front","Names":["front"],"AccountId":null,"Type":null},
                           {"Name":"back","Names":["back"],"AccountId":null,"Type":null},
                           {"Name":"database","Names":["database"],"AccountId":null,"Type":"AWS::database"},
                           {"Name":"front","Names":["front"],"AccountId":null,"Type":"client"}],
                         "ResourceARNs":[],"InstanceIds":[],"AvailabilityZones":[],
                         "FaultRootCauses":[{"ClientImpacting":false,"Services":[
                           {"Name":"back","Names":["back"],"AccountId":null,"Type":null,"Inferred":false,"EntityPath":[
                             {"Name":"back","Remote":false,"Exceptions":[{"Name":"Timeout","Message":"too late"}]}]}]}],
                         "ErrorRootCauses":[{"ClientImpacting":false,"Services":[
                           {"Name":"database","Names":["database"],"AccountId":null,"Type":"AWS::database","Inferred":true,
                            "EntityPath":[{"Name":"database","Remote":false,"Exceptions":[]}]}]}],
                         "ResponseTimeRootCauses":[{"ClientImpacting":true,"Services":[
                           {"Name":"front","Names":["front"],"AccountId":null,"Type":null,"Inferred":false,"EntityPath":[
                             {"Name":"front","Remote":false,"Coverage":1.0},{"Name":"back","Remote":true,"Coverage":0.75}]}]}],
                         "Revision":2,"MatchedEventTime":null}"""));
    }

    @Test
    void writes_counts_and_statuses_as_integers_and_times_as_doubles() {
        var text = summary(List.of("{\"id\":\"f\",\"name\":\"f\",\"start_time\":1,\"end_time\":3,"
                + "\"annotations\":{\"n\":5},\"http\":{\"response\":{\"status\":200.0}}}")).encode();

        assertThat(text).contains("\"Revision\":1,", "\"HttpStatus\":200,", "\"Duration\":2.0,",
                "\"ResponseTime\":2.0,",
                "\"NumberValue\":5.0,", "\"StartTime\":1.0,");
    }

    @Test
    void collects_distinct_annotations_users_and_resources_of_all_segments() {
        var summary = summary(List.of(
                """
                        {"id":"a","name":"a","start_time":1,"end_time":3,"user":"ann","resource_arn":"arn:1",
                         "aws":{"ec2":{"instance_id":"i-1","availability_zone":"z"}},
                         "annotations":{"k":"v","n":1,"b":true,"none":null,"list":[1]},
                         "subsegments":[{"id":"s","name":"s","start_time":1,"end_time":2,"annotations":{"k":"v","n":1.0,"m":"x"}}]}""",
                """
                        {"id":"b","name":"b","parent_id":"s","start_time":1,"end_time":2,"user":"ann","resource_arn":"arn:2",
                         "annotations":{"k":"w"},"origin":"AWS::EC2::Instance"}"""));

        assertThat(summary.getJsonObject("Annotations")).isEqualTo(new JsonObject(
                """
                        {"k":[{"AnnotationValue":{"StringValue":"v","NumberValue":null,"BooleanValue":null},"ServiceIds":null},
                              {"AnnotationValue":{"StringValue":"w","NumberValue":null,"BooleanValue":null},"ServiceIds":null}],
                         "n":[{"AnnotationValue":{"StringValue":null,"NumberValue":1.0,"BooleanValue":null},"ServiceIds":null}],
                         "b":[{"AnnotationValue":{"StringValue":null,"NumberValue":null,"BooleanValue":true},"ServiceIds":null}],
                         "m":[{"AnnotationValue":{"StringValue":"x","NumberValue":null,"BooleanValue":null},"ServiceIds":null}]}"""));
        assertThat(summary.getJsonArray("Users"))
                .isEqualTo(new JsonArray("[{\"UserName\":\"ann\",\"ServiceIds\":null}]"));
        assertThat(summary.getJsonArray("ResourceARNs"))
                .isEqualTo(new JsonArray("[{\"ARN\":\"arn:1\"},{\"ARN\":\"arn:2\"}]"));
        assertThat(summary.getJsonArray("InstanceIds")).isEqualTo(new JsonArray("[{\"Id\":\"i-1\"}]"));
        assertThat(summary.getJsonArray("AvailabilityZones")).isEqualTo(new JsonArray("[{\"Name\":\"z\"}]"));
        assertThat(summary.getJsonArray("ServiceIds").getJsonObject(1).getString("Type"))
                .isEqualTo("AWS::EC2::Instance");
    }

    @Test
    void has_every_member_for_an_unfinished_trace_and_for_one_without_segments() {
        var finished = summary(RECORDED).fieldNames();
        var open = summary(List.of("{\"id\":\"o\",\"name\":\"o\",\"start_time\":1,\"in_progress\":true}"));
        var orphaned = summary(List.of("{\"id\":\"o\",\"type\":\"subsegment\",\"parent_id\":\"p\",\"start_time\":1}"));

        assertThat(open.fieldNames()).isEqualTo(finished);
        assertThat(open.getValue("Duration")).isNull();
        assertThat(open.getValue("ResponseTime")).isNull();
        assertThat(open.getBoolean("IsPartial")).isTrue();
        assertThat(orphaned.fieldNames()).isEqualTo(finished);
        assertThat(orphaned.getValue("EntryPoint")).isNull();
        assertThat(orphaned.getJsonObject("Http").getMap()).hasSize(5).containsEntry("HttpStatus", null);
    }

    private static JsonObject summary(List<String> documents) {
        return TraceSummary.of(Trace.assemble("t", documents, documents.size(), 0));
    }
}
