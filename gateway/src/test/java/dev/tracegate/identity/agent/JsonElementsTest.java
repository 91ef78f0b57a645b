package dev.tracegate.identity.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonElementsTest {
    private static final Set<String> WANTED = Set.of("Id", "Addresses", "Made");

    private final List<JsonObject> read = new ArrayList<>();

    @Test
    void elements_contain_the_wanted_fields_for_every_chunk_size() throws IOException {
        var json = """
                {"Version":{"List":[{"Id":"no"}]},"List":[{"Id":"é1","Made":7,"Other":"x","Env":{"Secret":"y","List":[1]},
                "Parts":[{"Nets":{"eth0":{"Addresses":["a","b"],"Mac":"z"}}},{"Only":"other"}]},[{"Id":"no"}],3,{},{"Id":null}],
                "After":[{"Id":"no"}]}""";
        var first = new JsonObject().put("Id", "é1")
                .put("Made", 7)
                .put("Parts", new JsonArray().add(new JsonObject().put("Nets",
                        new JsonObject().put("eth0",
                                new JsonObject().put("Addresses", new JsonArray().add("a").add("b"))))));
        for (int size = 1; size < 40; size++) {
            read.clear();

            feed("List", json, size);

            assertThat(read).as("chunks of %d bytes", size).containsExactly(first, new JsonObject(), new JsonObject());
        }
    }

    @Test
    void the_list_may_be_the_root() throws IOException {
        feed(null, "[{\"Id\":\"1\"},{\"Id\":\"2\"}]", 7);

        assertThat(read).extracting(object -> object.getString("Id")).containsExactly("1", "2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"List\":{}}", "[]", "\"List\"", "{\"List\":[", "{\"List\":[{]}", "<html>",
            "{\"Other\":{\"List\":[]}}"})
    void a_document_without_the_list_is_a_failure(String json) {
        assertThatThrownBy(() -> feed("List", json, 5)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "3", ""})
    void a_root_that_is_not_a_list_is_a_failure(String json) {
        assertThatThrownBy(() -> feed(null, json, 5)).isInstanceOf(IOException.class);
    }

    @Test
    void a_text_beyond_the_bound_is_omitted() throws IOException {
        var most = "i".repeat(JsonElements.MOST_TEXT);

        feed(null, "[{\"Id\":\"" + most + "\"},{\"Id\":\"" + most + "i\"}]", 1_000);

        assertThat(read).containsExactly(new JsonObject().put("Id", most), new JsonObject());
    }

    @Test
    void the_texts_and_objects_of_one_element_are_bounded() {
        assertThatThrownBy(() -> feed(null, "[{\"Addresses\":[" + "\"a\",".repeat(10_000) + "\"b\"]}]", 1_000))
                .hasMessageContaining("characters of interest");
        assertThatThrownBy(
                () -> feed(null, "[{\"Parts\":[" + "{\"Id\":\"1\"},".repeat(10_000) + "{}]}]", 1_000))
                .hasMessageContaining("characters of interest");
    }

    @Test
    void unwanted_fields_do_not_count_against_the_bound() throws IOException {
        feed(null, "[{\"Env\":[" + "{\"A\":\"b\"},".repeat(100_000) + "{}],\"Id\":\"1\"}]", 1_000);

        assertThat(read).containsExactly(new JsonObject().put("Id", "1"));
    }

    @Test
    void nesting_depth_and_token_length_are_bounded() {
        assertThatThrownBy(() -> feed(null, "[{\"A\":" + "[".repeat(100_000), 1_000)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> feed(null, "[{\"A\":\"" + "x".repeat(1_000_000) + "\"}]", 1_000))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> feed(null, "[{\"" + "x".repeat(1_000_000) + "\":1}]", 1_000))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"Id\":1", "[{\"Id\":-1", "[{\"Id\":1.1", "[{\"Id\":\"1", "[{\"1", "[1", "1"})
    void an_endless_token_is_refused(String begin) throws IOException {
        var elements = new JsonElements(null, WANTED, read::add);
        byte[] part = "1".repeat(64 * 1024).getBytes(UTF_8);
        elements.feed(begin.getBytes(UTF_8));

        assertThatThrownBy(() -> {
            for (int parts = 0; parts < 10; parts++) {
                elements.feed(part);
            }
        }).isInstanceOf(IOException.class);
    }

    @Test
    void running_tasks_are_bounded_and_some_stopped_ones_are_kept() {
        var list = new TaskList();
        IntStream.range(0, TaskList.MOST_STOPPED + 10).forEach(i -> list.add(task("STOPPED")));
        IntStream.range(0, TaskList.MOST_RUNNING).forEach(i -> list.add(task("RUNNING")));

        assertThat(list.tasks()).hasSize(TaskList.MOST_STOPPED + TaskList.MOST_RUNNING);
        assertThatThrownBy(() -> list.add(task("RUNNING"))).hasMessageContaining("more than 2000 running tasks");
    }

    private static HostTask task(String known) {
        return new HostTask("arn", known, known, "family", List.of(), Set.of());
    }

    private void feed(String list, String json, int size) throws IOException {
        var elements = new JsonElements(list, WANTED, read::add);
        byte[] bytes = json.getBytes(UTF_8);
        for (int at = 0; at < bytes.length; at += size) {
            elements.feed(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size)));
        }
        elements.end();
    }
}
