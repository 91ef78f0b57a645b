package dev.tracegate.embedded.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.embedded.model.Trace;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterMatchTest {
    /** The root handled the fault of its callee, which a table had throttled; billing is not instrumented. */
    private static final Trace HANDLED = trace("""
            {"id":"f","name":"front","start_time":1700000000.0,"end_time":1700000002.2,"user":"ann",
             "annotations":{"tier":"gold","age":30,"trial":false,"a.b":"dotted","list":[1]},
             "aws":{"account_id":"111","ec2":{"instance_id":"i-1","availability_zone":"eu-west-1a"}},
             "http":{"request":{"url":"http://front/v2/x","method":"GET","client_ip":"10.0.0.1","user_agent":"curl/8"},
                     "response":{"status":200}},
             "subsegments":[
              {"id":"c","name":"back","namespace":"remote","start_time":1700000000.25,"end_time":1700000001.75,
               "http":{"response":{"status":503}}},
              {"id":"p","name":"billing","namespace":"remote","start_time":1700000001.75,"end_time":1700000002.0}]}""",
            """
                    {"id":"b","name":"back","parent_id":"c","start_time":1700000000.5,"end_time":1700000001.5,"fault":true,
                     "origin":"AWS::ECS::Container","user":"bob","resource_arn":"arn:aws:ecs:1","annotations":{"age":7},
                     "subsegments":[{"id":"q","name":"DynamoDB","namespace":"aws","start_time":1700000000.6,
                      "end_time":1700000007.0,"throttle":true,"error":true,"annotations":{"deep":true},
                      "aws":{"operation":"GetItem","table_name":"orders"}}]}""");
    private static final Trace BROKEN = trace("""
            {"id":"f","name":"front","start_time":0,"end_time":10,"fault":true,"subsegments":[
              {"id":"c","name":"call","namespace":"remote","start_time":0,"end_time":9,"fault":true}]}""",
            """
                    {"id":"b","name":"back","parent_id":"c","origin":"AWS::ECS::Container","start_time":1,"end_time":8,"fault":true,
                     "subsegments":[{"id":"w","name":"deserialize","start_time":2,"end_time":8,"fault":true,
                      "cause":{"exceptions":[{"type":"Bang","message":"no such thing"}]}}]}""");
    private static final Trace OPEN = trace("{\"id\":\"o\",\"name\":\"open\",\"start_time\":1}");

    @ParameterizedTest
    @ValueSource(strings = {"", "ok", "!error", "!fault", "!throttle", "!partial", "inferred", "responsetime = 2.2",
            "responsetime > 2", "duration = 7", "duration >= 7 duration <= 7", "http.status = 200",
            "http.status != 404",
            "http.url BEGINSWITH \"http://front/\" AND http.url CONTAINS \"/v2/\"", "http.url ENDSWITH \"x\"",
            "http.url",
            "http.method = \"GET\"", "http.clientip = \"10.0.0.1\"", "http.useragent CONTAINS \"curl\"",
            "user = \"ann\"",
            "user = \"bob\"", "user != \"ann\"", "user CONTAINS \"\"", "availabilityzone = \"eu-west-1a\"",
            "instance.id = \"i-1\"", "resource.arn BEGINSWITH \"arn:\"", "annotation.tier = \"gold\"",
            "annotation.age > 29",
            "annotation.age < 10", "annotation.trial", "annotation.trial = false", "annotation.deep = true",
            "annotation[a.b] = \"dotted\"", "!annotation.nothing", "service(\"front\")", "service(\"back\")",
            "service(\"orders\")", "service(\"billing\")", "service()", "service(){fault}", "!service(\"nobody\")",
            "service(\"back\"){fault = true}", "service(\"back\"){!root}", "service(\"front\"){root ok}",
            "service(\"back\"){duration = 6.5 responsetime = 1}", "service(\"back\"){user = \"bob\"}",
            "service(\"back\"){annotation.age = 7}", "service(\"back\"){annotation[deep]}",
            "service(id(name:\"orders\",type:\"AWS::DynamoDB::Table\"))",
            "service(id(type:\"AWS::DynamoDB::Table\")){throttle}",
            "service(id(type:\"remote\")){inferred ok}", "service(id(type:\"client\"))",
            "service(id(account.id:\"111\"))",
            "service(){name = \"back\" AND type CONTAINS \"ECS\"}",
            "edge(\"front\",\"back\"){fault responsetime = 1.5}",
            "edge(\"back\",\"orders\"){throttle !error}", "edge(\"front\",\"billing\"){ok inferred}",
            "edge(id(type:\"client\"),\"front\"){ok http.status = 200}",
            "edge(\"front\",id(name:\"back\",type:\"AWS::ECS::Container\"))",
            "edge(\"front\",\"back\"){duration < 2}", "fault OR ok", "fault error OR ok"})
    void matches(String expression) throws InvalidFilter {
        assertThat(Filter.parse(expression).matches(HANDLED)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"!ok", "ok = false", "fault", "error", "throttle", "partial", "responsetime < 2",
            "duration < 7",
            "duration > 7", "http.status = \"200\"", "http.status > 200", "http.url = 3",
            "http.url = \"HTTP://FRONT/V2/X\"",
            "user = \"Ann\"", "annotation.Tier", "annotation.tier = 3", "annotation.tier != 3",
            "annotation.nothing != 1",
            "annotation.list", "annotation.a", "service(\"nobody\")", "service(\"Front\")", "service(\"front\"){fault}",
            "service(\"back\"){root}", "service(\"back\"){user = \"ann\"}",
            "service(id(name:\"back\",type:\"remote\"))",
            "service(id(account.id:\"222\"))", "service(id(type:\"client\")){root}", "service(\"back\"){inferred}",
            "service(\"front\"){name = \"back\"}", "edge(\"back\",\"front\")", "edge(\"front\",\"orders\")",
            "edge(\"front\",\"back\"){ok}", "edge(\"back\",\"orders\"){error}", "ok fault", "ok AND (fault OR error)"})
    void does_not_match(String expression) throws InvalidFilter {
        assertThat(Filter.parse(expression).matches(HANDLED)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rootcause.fault.entity { last and name = \"deserialize\" }",
            "rootcause.fault.entity { remote and name = \"call\" and index = 1 }",
            "rootcause.fault.service { first and name = \"front\" }",
            "rootcause.fault.service { last and name = \"back\" and type CONTAINS \"ECS\" }",
            "rootcause.fault.exception { name = \"Bang\" and message CONTAINS \"such\" }",
            "rootcause.responsetime.entity { name = \"call\" and coverage = 0.9 }",
            "!rootcause.error.service { index >= 0 }"})
    void matches_by_root_cause(String expression) throws InvalidFilter {
        assertThat(Filter.parse(expression).matches(BROKEN)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rootcause.fault.entity { first and name = \"deserialize\" }",
            "rootcause.error.entity { last }",
            "rootcause.fault.entity { remote and last }", "rootcause.fault.service { index > 1 }",
            "rootcause.fault.exception { name = \"Bang\" and message = \"yes\" }",
            "rootcause.responsetime.entity { coverage < 0.5 }"})
    void does_not_match_by_root_cause(String expression) throws InvalidFilter {
        assertThat(Filter.parse(expression).matches(BROKEN)).isFalse();
    }

    @Test
    void an_unfinished_root_has_no_outcome() throws InvalidFilter {
        assertThat(Filter.parse("partial !ok !fault").matches(OPEN)).isTrue();
        assertThat(Filter.parse("duration OR responsetime").matches(OPEN)).isFalse();
        assertThat(Filter.parse("service(\"open\"){partial root}").matches(OPEN)).isTrue();
    }

    @Test
    void a_trace_without_segments_matches_only_negations() throws InvalidFilter {
        var empty = trace();

        assertThat(Filter.parse("ok OR fault OR user OR service() OR edge(\"a\",\"b\") OR http.url").matches(empty))
                .isFalse();
        assertThat(Filter.parse("!ok !service(\"x\")").matches(empty)).isTrue();
    }

    @Test
    void service_and_edge_match_only_visible_entities() throws InvalidFilter {
        var onlyFrontVisible = List.of("service(\"front\")", "!service(\"back\")", "!edge(\"front\",\"back\")",
                "user = \"bob\"");

        for (var expression : onlyFrontVisible) {
            assertThat(Filter.parse(expression).matches(HANDLED, entity -> entity.id().equals("f"))).isTrue();
        }
    }

    @Test
    void an_edge_without_a_calling_subsegment_uses_the_segment_of_the_callee() throws InvalidFilter {
        var direct = trace("{\"id\":\"a\",\"name\":\"a\",\"start_time\":0,\"end_time\":9}",
                "{\"id\":\"b\",\"name\":\"b\",\"parent_id\":\"a\",\"start_time\":1,\"end_time\":4,\"fault\":true}");

        assertThat(Filter.parse("edge(\"a\",\"b\"){fault responsetime = 3}").matches(direct)).isTrue();
    }

    private static Trace trace(String... documents) {
        return Trace.assemble("t", List.of(documents), 1, 0);
    }
}
