package dev.tracegate.embedded.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentCheckTest {
    private static final String ID = "70de5b6f19ff9a0a";
    private static final String TRACE = "1-581cf771-a006649127e371903a2de979";

    private static JsonObject segment() {
        return new JsonObject().put("name", "shop")
                .put("id", ID)
                .put("trace_id", TRACE)
                .put("start_time", 1478293361.271)
                .put("end_time", 1478293361.449);
    }

    private static JsonObject subsegment() {
        return new JsonObject().put("name", "inner")
                .put("id", "53995c3f42cd8ad8")
                .put("start_time", 1478293361.3)
                .put("end_time", 1478293361.4);
    }

    private static UnprocessedDocument rejected(String document) {
        var result = DocumentCheck.check(document);
        assertThat(result).isInstanceOf(CheckResult.Rejected.class);
        return ((CheckResult.Rejected) result).document();
    }

    private static CheckResult.Accepted accepted(JsonObject document) {
        var result = DocumentCheck.check(document.encode());
        assertThat(result).isInstanceOf(CheckResult.Accepted.class);
        return (CheckResult.Accepted) result;
    }

    /** Copies the segment and sets members ({@code name=value}, value in JSON) or removes them ({@code -name}). */
    private static JsonObject with(JsonObject base, String changes) {
        var changed = base.copy();
        for (var change : changes.split(";", -1)) {
            if (change.startsWith("-")) {
                changed.remove(change.substring(1));
            } else {
                var pair = change.split("=", 2);
                changed.put(pair[0], Json.decodeValue(pair[1]));
            }
        }
        return changed;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "type=\"other\";-id                     | UnknownType                    | entity",
            "type=\"other\"                         | UnknownType                    | entity",
            "-id;-name                              | MissingId                      | segment",
            "id=17                                  | MissingId                      | segment",
            "id=\"\"                                | MissingId                      | segment",
            "id=\"xyz\";-name                       | InvalidId                      | segment",
            "id=\"70de5b6f19ff9a0\"                 | InvalidId                      | segment",
            "id=\"70de5b6f19ff9a0g\"                | InvalidId                      | segment",
            "-name;-trace_id                        | MissingName                    | segment",
            "name=\"\"                              | MissingName                    | segment",
            "name=\"sales@db,1433\";-trace_id        | InvalidName                    | segment",
            "name=\"GET /orders\\u007clist\"          | InvalidName                    | segment",
            "name=\"orders(legacy)\"                 | InvalidName                    | segment",
            "name=\"\ud83d\ude00\"                      | InvalidName                    | segment",
            "name=\"half \\ud83d\"                   | InvalidName                    | segment",
            "-trace_id;-start_time                  | MissingTraceId                 | segment",
            "trace_id=\"1-2-3\";-start_time         | InvalidTraceId                 | segment",
            "trace_id=\"2-581cf771-a006649127e371903a2de979\" | InvalidTraceId       | segment",
            "-start_time;-end_time                  | MissingStartTime               | segment",
            "start_time=null                        | MissingStartTime               | segment",
            "start_time=\"1478293361\"              | MissingStartTime               | segment",
            "in_progress=true                       | InProgressSegmentHasEndTime    | segment",
            "in_progress=true;type=\"subsegment\"   | InProgressSubsegmentHasEndTime | subsegment",
            "-end_time                              | MissingEndTime                 | segment",
            "-end_time;in_progress=false            | MissingEndTime                 | segment",
            "end_time=null                          | MissingEndTime                 | segment",
            "type=\"subsegment\";-end_time          | MissingEndTime                 | subsegment",
            "type=\"subsegment\"                    | MissingParentId                | subsegment",
            "type=\"subsegment\";parent_id=\"x\"    | InvalidParentId                | subsegment",
            "parent_id=\"x\"                        | InvalidParentId                | segment"})
    void refuses_with_the_codes_of_x_ray_in_the_order_of_x_ray(String changes, String code, String kind) {
        var document = with(segment(), changes);

        var rejected = rejected(document.encode());

        assertThat(rejected.code()).isEqualTo(code);
        var cause = kind.equals("subsegment") ? ", Cause: null" : "";
        assertThat(rejected.message()).isEqualTo("Invalid " + kind + ". ErrorCode: " + code + cause);
        var id = document.getValue("id") instanceof String text && !text.isEmpty() ? text : null;
        assertThat(rejected.id()).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{\"id\":           | segment", "{} x | segment",
            "   {broken        | segment", "[{\"id\":\"70de5b6f19ff9a0a\"}] | entity", "'' | entity", "null | entity",
            "17 | entity", "T1SCg4KDAoKc2VydmljZQ== | entity", "not json | entity"})
    void text_that_is_not_an_object_is_a_parse_error_without_an_id(String text, String kind) {
        var rejected = rejected(text);

        assertThat(rejected)
                .isEqualTo(new UnprocessedDocument(null, "ParseError", "Invalid " + kind + ". ErrorCode: ParseError"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user=\"\"", "http={}", "Dummy=false", "in_progress=false",
            "metadata={\"d\":{\"id\":17}}", "start_time=1478293361", "cause=\"fedcba9876543210\"",
            "cause={\"exceptions\":[]}", "namespace=\"local\"", "type=\"segment\"", "type=\"\"",
            "-end_time;in_progress=true",
            "parent_id=\"53995C3F42CD8AD8\"", "trace_id=\"1-581CF771-A006649127E371903A2DE979\"", "end_time=1",
            "subsegments=null", "subsegments=[]", "parent_id=null",
            "parent_id=\"\"", "name=\"orders-eu_1.example.com:8080/v2 & more=+#%@\\\\\"",
            "name=\"\u0437\u0430\u043a\u0430\u0437\u044b \u8ba2\u5355 Z\u00fcrich \u0663\""})
    void accepts_the_documents_of_real_clients(String changes) {
        accepted(with(segment(), changes));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"-id | MissingId", "id=\"1\" | InvalidId",
            "-name | MissingName", "name=\"a,b\" | InvalidName", "-start_time | MissingStartTime",
            "in_progress=true | InProgressSubsegmentHasEndTime",
            "-end_time | MissingEndTime"})
    void an_invalid_subsegment_at_any_depth_refuses_the_document_with_the_id_of_the_root(String changes, String code) {
        var bad = with(subsegment(), changes);
        var outer = subsegment().put("subsegments", new JsonArray().add(subsegment()).add(bad));

        var rejected = rejected(segment().put("subsegments", new JsonArray().add(outer)).encode());

        assertThat(rejected)
                .isEqualTo(
                        new UnprocessedDocument(ID, code, "Invalid subsegment. ErrorCode: " + code + ", Cause: null"));
    }

    @Test
    void trace_parent_and_type_of_an_inline_subsegment_are_optional_and_not_checked() {
        var odd = subsegment().put("trace_id", "x").put("parent_id", "y").put("type", "z");

        accepted(segment().put("subsegments", new JsonArray().add(odd)));
    }

    @Test
    void a_subsegment_that_is_not_an_object_is_a_parse_error() {
        var rejected = rejected(segment().put("subsegments", new JsonArray().add(1)).encode());

        assertThat(rejected)
                .isEqualTo(new UnprocessedDocument(ID, "ParseError", "Invalid entity. ErrorCode: ParseError"));
    }

    @Test
    void returns_the_fields_that_the_store_indexes() {
        var late = subsegment().put("end_time", 1478293399);
        var document = segment().put("subsegments", new JsonArray().add(late));

        var accepted = accepted(document).document();

        assertThat(accepted.traceId()).isEqualTo(TRACE);
        assertThat(accepted.id()).isEqualTo(ID);
        assertThat(accepted.segment()).isTrue();
        assertThat(accepted.inProgress()).isFalse();
        assertThat(accepted.startTime()).isEqualTo(1478293361.271);
        assertThat(accepted.endTime()).isEqualTo(OptionalDouble.of(1478293399));
        assertThat(accepted.text()).isEqualTo(document.encode());
    }

    @Test
    void a_time_that_overflows_a_double_counts_as_missing() {
        var text = segment().encode().replace("1.478293361271E9", "1e999");

        assertThat(text).contains("1e999");
        assertThat(rejected(text).code()).isEqualTo("MissingStartTime");
    }

    @Test
    void only_a_newline_may_follow_the_document() {
        assertThat(rejected(segment().encode() + "// x").code()).isEqualTo("ParseError");
        assertThat(DocumentCheck.check(segment().encode() + "\n")).isInstanceOf(CheckResult.Accepted.class);
        assertThat(rejected(segment().encode() + "}").code()).isEqualTo("ParseError");
    }

    @Test
    void accepts_64_KiB_and_refuses_one_byte_more() {
        int rest = 65_536 - segment().put("user", "").encode().length();

        accepted(segment().put("user", "a".repeat(rest)));
        var rejected = rejected(segment().put("user", "a".repeat(rest + 1)).encode());

        assertThat(rejected.id()).isEqualTo(ID);
        assertThat(rejected.code()).isEqualTo("InvalidSegment");
        assertThat(rejected.message()).contains("65537").contains("65536");
    }

    @Test
    void nesting_beyond_the_bound_of_the_parser_is_a_parse_error() {
        assertThat(rejected("{\"a\":".repeat(10_000)).code()).isEqualTo("ParseError");
        assertThat(rejected("[".repeat(60_000)).code()).isEqualTo("ParseError");
    }

    @Test
    void subsegments_may_nest_up_to_the_size_limit_of_a_document() {
        var open = "{\"name\":\"a\",\"id\":\"53995c3f42cd8ad8\",\"start_time\":1,\"end_time\":2,\"subsegments\":[";
        var document = segment().encode().replaceFirst("\\}$", ",\"subsegments\":[") + open.repeat(480)
                + "]}".repeat(481);

        assertThat(DocumentCheck.check(document)).isInstanceOf(CheckResult.Accepted.class);
    }

    @FuzzTest
    void never_throws(byte[] text) {
        assertThat(DocumentCheck.check(new String(text, UTF_8))).isNotNull();
    }
}
