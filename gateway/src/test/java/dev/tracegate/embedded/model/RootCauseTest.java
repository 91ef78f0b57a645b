package dev.tracegate.embedded.model;

import static dev.tracegate.embedded.model.TraceTest.trace;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RootCauseTest {
    private static final String BACK = """
            {"id":"b","name":"back","parent_id":"c","start_time":1,"end_time":8,"fault":true,"subsegments":[
              {"id":"w","name":"work","start_time":2,"end_time":8,"fault":true,
               "cause":{"exceptions":[{"type":"Bang","message":"no"}]}}]}""";

    @Test
    void a_fault_that_reached_the_root_is_traced_through_all_services() {
        var trace = trace(front("\"fault\":true", "\"fault\":true"), BACK);

        assertThat(paths(RootCause.faults(trace))).containsExactly("client: front[front call*] back[back work]");
    }

    @Test
    void a_fault_that_the_root_handled_starts_at_the_callee_without_client_impact() {
        var trace = trace(front("\"fault\":false", "\"fault\":true"), BACK);

        assertThat(paths(RootCause.faults(trace))).containsExactly("back[back work]");
    }

    @Test
    void a_failed_call_to_a_node_without_segments_ends_at_that_node() {
        var trace = trace(front("\"error\":true", "\"error\":true"));

        assertThat(paths(RootCause.errors(trace))).containsExactly("client: front[front call*] call?[call]");
        assertThat(RootCause.faults(trace)).isEmpty();
    }

    @Test
    void a_failure_handled_within_its_service_is_a_separate_cause() {
        var trace = trace(front("\"error\":false", "\"error\":false"), BACK.replaceFirst("\"fault\":true,", ""));

        assertThat(paths(RootCause.faults(trace))).containsExactly("back[work]");
    }

    @Test
    void a_failure_without_an_exception_is_not_a_cause() {
        assertThat(
                RootCause.faults(trace("{\"id\":\"x\",\"name\":\"x\",\"start_time\":0,\"end_time\":1,\"fault\":true}")))
                .isEmpty();
    }

    @Test
    void a_delay_is_traced_along_the_dominating_children() {
        var trace = trace(front("\"fault\":false", "\"fault\":false"), BACK);

        assertThat(paths(RootCause.delays(trace))).containsExactly("client: front[front call*] back[back work]");
        assertThat(RootCause.delays(trace).getFirst().services().getLast().path())
                .extracting(RootCause.Step::coverage)
                .containsExactly(0.7, 0.6);
    }

    @Test
    void a_root_without_a_dominating_child_has_no_cause_of_delay() {
        assertThat(RootCause.delays(
                trace("""
                        {"id":"x","name":"x","start_time":0,"end_time":4,"subsegments":[
                          {"id":"y","name":"y","start_time":0,"end_time":2},{"id":"z","name":"z","start_time":2,"end_time":4}]}""")))
                .isEmpty();
    }

    @Test
    void segments_with_cyclic_parents_are_visited_once() {
        var trace = trace(failed("a", "c"), failed("b", "a"), failed("c", "b"));

        assertThat(RootCause.faults(trace)).isEmpty();
        assertThat(paths(RootCause.delays(trace))).containsExactly("client: a[a] b[b] c[c]");
    }

    private static String failed(String id, String parent) {
        return "{\"id\":\"%1$s\",\"name\":\"%1$s\",\"parent_id\":\"%2$s\",\"start_time\":0,\"end_time\":1,\"fault\":true}"
                .formatted(id, parent);
    }

    private static String front(String root, String call) {
        return """
                {"id":"f","name":"front","start_time":0,"end_time":10,%s,"subsegments":[
                  {"id":"c","name":"call","namespace":"remote","start_time":0,"end_time":9,%s}]}""".formatted(root,
                call);
    }

    /** {@code client: service[entity call*] inferred?[...]}, one text per cause. */
    private static List<String> paths(List<RootCause> causes) {
        return causes.stream()
                .map(cause -> (cause.clientImpacting() ? "client: " : "")
                        + cause.services().stream().map(RootCauseTest::path).collect(Collectors.joining(" ")))
                .toList();
    }

    private static String path(RootCause.Service service) {
        return service.node().name() + (service.inferred() ? "?" : "") + service.path()
                .stream()
                .map(step -> step.name() + (step.remote() ? "*" : ""))
                .collect(Collectors.joining(" ", "[", "]"));
    }
}
