package dev.tracegate.embedded.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TraceTest {
    private static final String FRONT = """
            {"id":"f","name":"front","start_time":0,"end_time":2,"subsegments":[
              {"id":"c","name":"back","namespace":"remote","start_time":0.25,"end_time":1.75}]}""";
    private static final String BACK = """
            {"id":"b","name":"back","parent_id":"c","origin":"AWS::ECS::Container","start_time":0.5,"end_time":7}""";
    private static final String QUERY = """
            {"id":"q","name":"DynamoDB","namespace":"aws","type":"subsegment","parent_id":"b","start_time":1,"end_time":6,
             "aws":{"operation":"GetItem","table_name":"orders"}}""";
    private static final String INNER = """
            {"id":"i","name":"wait","type":"subsegment","parent_id":"q","trace_id":"t","start_time":1,"end_time":2}""";

    @Test
    void merges_independent_subsegments_into_their_parents_in_any_order_of_arrival() {
        var documents = new ArrayList<>(List.of(FRONT, BACK, QUERY, INNER));
        var seed = new Random(7);

        for (int run = 0; run < 24; run++) {
            Collections.shuffle(documents, seed);
            var trace = trace(documents.toArray(String[]::new));

            assertThat(trace.segments()).extracting(Entity::id).containsExactly("f", "b");
            assertThat(trace.segments().getLast().tree()).extracting(Entity::id).containsExactly("b", "q", "i");
            assertThat(trace.orphans()).isEmpty();
            assertThat(trace.partial()).isFalse();
        }
    }

    @Test
    void links_a_callee_segment_to_the_subsegment_that_called_it() {
        var trace = trace(BACK, FRONT);
        var call = trace.segments().getFirst().subsegments().getFirst();

        assertThat(trace.calleesOf(call)).extracting(Entity::id).containsExactly("b");
        assertThat(trace.segments().getLast().caller()).isSameAs(call);
    }

    @Test
    void lists_services_then_inferred_nodes_then_the_client() {
        var trace = trace(QUERY, FRONT, BACK);

        assertThat(trace.nodes()).containsExactly(new Node("front", null), new Node("back", "AWS::ECS::Container"),
                new Node("orders", "AWS::DynamoDB::Table"), new Node("front", Node.CLIENT));
    }

    @Test
    void infers_a_remote_node_for_a_call_without_a_segment() {
        var trace = trace(FRONT);

        assertThat(trace.nodes()).contains(new Node("back", Node.REMOTE));
    }

    @Test
    void the_first_finished_version_of_a_document_is_kept() {
        var open = "{'id':'f','name':'open','start_time':0,'in_progress':true}".replace('\'', '"');
        var opened = open.replace("open", "opened again");
        var done = FRONT.replace("front", "done");
        var late = FRONT.replace("front", "late");

        assertThat(trace(open, opened).root().orElseThrow().name()).isEqualTo("opened again");
        assertThat(trace(open, done, late, open).root().orElseThrow().name()).isEqualTo("done");
    }

    @Test
    void a_finished_subsegment_replaces_its_unfinished_inline_version_and_keeps_its_children() {
        var open = """
                {"id":"s","name":"svc","start_time":0,"end_time":2,"subsegments":[{"id":"q","name":"old","start_time":1}]}""";
        var done = QUERY.replace("\"b\"", "\"s\"");

        var trace = trace(INNER, open, done);

        assertThat(trace.entities()).extracting(Entity::name).containsExactly("svc", "DynamoDB", "wait");
    }

    @Test
    void separates_orphans_and_marks_the_trace_as_partial() {
        var trace = trace(FRONT, QUERY, INNER);

        assertThat(trace.orphans()).extracting(Entity::id).containsExactlyInAnyOrder("q", "i");
        assertThat(trace.partial()).isTrue();
        assertThat(trace.nodes()).doesNotContain(new Node("orders", "AWS::DynamoDB::Table"));
    }

    @Test
    void a_segment_without_its_caller_is_kept_and_makes_the_trace_partial() {
        var trace = trace(BACK);

        assertThat(trace.segments()).hasSize(1);
        assertThat(trace.root()).map(Entity::id).contains("b");
        assertThat(trace.partial()).isTrue();
    }

    @Test
    void has_no_duration_while_a_segment_is_unfinished() {
        assertThat(trace(FRONT, BACK).duration()).hasValue(7);
        assertThat(trace(FRONT, "{\"id\":\"x\",\"name\":\"x\",\"start_time\":1}").duration()).isEmpty();
        assertThat(trace(QUERY).duration()).isEmpty();
    }

    @Test
    void tolerates_cyclic_parents_and_a_segment_that_is_its_own_parent() {
        var cycle = trace("{\"id\":\"x\",\"type\":\"subsegment\",\"parent_id\":\"y\"}",
                "{\"id\":\"y\",\"type\":\"subsegment\",\"parent_id\":\"x\"}");
        var self = trace("{\"id\":\"s\",\"name\":\"s\",\"parent_id\":\"s\",\"start_time\":1,\"end_time\":2}");

        assertThat(cycle.orphans()).hasSize(2);
        assertThat(self.root().orElseThrow().callees()).isEmpty();
    }

    @Test
    void subsegments_nested_beyond_the_limit_of_clients_stay_orphans() {
        var chain = IntStream.rangeClosed(1, 2 * TraceAssembler.MAX_DEPTH)
                .mapToObj(i -> "{\"id\":\"%d\",\"name\":\"n\",\"type\":\"subsegment\",\"parent_id\":\"%d\"}"
                        .formatted(i, i - 1));
        var trace = trace(Stream.concat(chain, Stream.of("{\"id\":\"0\"}"))
                .toArray(String[]::new));

        assertThat(trace.entities()).hasSize(TraceAssembler.MAX_DEPTH + 1);
        assertThat(trace.orphans()).hasSize(TraceAssembler.MAX_DEPTH);
    }

    static Trace trace(String... documents) {
        return Trace.assemble("t", List.of(documents), documents.length, 0);
    }
}
