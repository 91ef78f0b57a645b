package dev.tracegate.embedded.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.embedded.model.Trace;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A random document is returned unchanged except for the members that {@link ReturnedDocument} lists. */
class ReturnedDocumentPropertyTest {
    private static final String[] BLANKS = {"", "", "", " ", "\n", "\t ", "\r\n  "};
    private static final String[] VALUES = {"1e400", "0.10000000000000000000001", "9007199254740993",
            "123456789012345678901234567890", "-0", "1.0E+2", "\"\\ud83d\"", "\"\\u0041\\/\"", "\"李 \\n\"", "\"\"",
            "true",
            "null", "[]", "{}", "[ 1 , [ ] ]", "{\"a\":1,\"a\" : 2}", "{\"traced\":true,\"stack\":[]}"};
    private static final String[] NAMES = {"metadata", "user", "x", "x", "annotations", "namespace2", "\\u0061b", "",
            "resource_names", "traced"};

    /** The documents have no subsegments and no member that only the input needs, so X-Ray changes nothing. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void a_document_without_members_that_x_ray_changes_is_returned_byte_for_byte(long seed) {
        var random = new Random(seed);
        for (int run = 0; run < 500; run++) {
            var text = blank(random) + entity(random, "f0", "", plain(random)) + blank(random);

            assertThat(returned(text)).containsExactly(text);
        }
    }

    /** The generator builds the expected text together with the received one. */
    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8})
    void a_document_with_subsegments_differs_only_in_the_members_that_x_ray_changes(long seed) {
        var random = new Random(seed);
        for (int run = 0; run < 500; run++) {
            var pair = tree(random, 3);

            assertThat(returned(pair.received()).getFirst()).isEqualTo(pair.expected());
        }
    }

    /** A merged subsegment has the same members as the one that was sent separately. */
    @ParameterizedTest
    @ValueSource(longs = {9, 10, 11, 12})
    void independent_subsegments_are_merged_into_their_parent_unchanged(long seed) {
        var random = new Random(seed);
        for (int run = 0; run < 300; run++) {
            var inner = members(random, "c0", plain(random));
            var child = "{" + String.join(",", shuffled(random, inner, "\"type\" : \"subsegment\"",
                    "\"parent_id\":\"f0\"", "\"trace_id\":\"t\"")) + "}";
            var open = random.nextBoolean()
                    ? "\"subsegments\": [ {\"id\":\"c0\",\"name\":\"w\",\"start_time\":1,\"in_progress\":true} ]"
                    : random.nextBoolean() ? "\"subsegments\":[]"
                            : random.nextBoolean() ? "\"subsegments\":null" : "\"a\":1";
            var segment = entity(random, "f0", "", List.of(open));

            var document = returned(segment, blank(random) + child + blank(random)).getFirst();

            var subsegments = new JsonObject(document).getJsonArray("subsegments");
            assertThat(subsegments).hasSize(1);
            assertThat(document).contains(inner.toArray(String[]::new));
            assertThat(subsegments.getJsonObject(0).fieldNames()).doesNotContain("type", "parent_id", "trace_id");
            var before = new JsonObject(segment);
            before.remove("subsegments");
            var after = new JsonObject(document);
            after.remove("subsegments");
            assertThat(after).isEqualTo(before);
        }
    }

    @Test
    void an_aws_call_is_the_same_in_its_segment_and_in_the_inferred_segment() {
        var call = "{\"id\":\"c0\",\"name\":\"S3\",\"namespace\":\"aws\",\"start_time\": 1.000000000000000001,\"end_time\":2,"
                + "\"http\":{\"request\" : {\"traced\":true, \"url\":\"\\u0041\"}},\"aws\":{ \"operation\":\"Get\","
                + "\"bucket_name\":\"b\",\"retries\":12345678901234567890}}";
        var segment = "{\"id\":\"f0\",\"name\":\"n\",\"start_time\":1,\"end_time\":2,\"subsegments\":[" + call + "]}";

        var documents = returned(segment);

        var http = "\"http\":{\"request\" : {\"url\":\"\\u0041\"}}";
        var aws = "\"aws\":{ \"operation\":\"Get\",\"bucket_name\":\"b\",\"retries\":12345678901234567890,\"resource_names\":[\"b\"]}";
        assertThat(documents.getFirst()).contains(http + "," + aws);
        assertThat(documents.getLast())
                .contains("\"start_time\":1.000000000000000001,\"end_time\":2," + http + "," + aws
                        + ",\"origin\":\"AWS::S3::Bucket\"");
    }

    @Test
    void a_merged_subsegment_is_not_part_of_the_segment_inferred_from_its_parent() {
        var call = "{\"id\":\"c0\",\"type\":\"subsegment\",\"parent_id\":\"f0\",\"name\":\"n\",\"namespace\":\"remote\","
                + "\"start_time\":1,\"end_time\":2,\"http\":{\"request\":{}}}";
        var below = "{\"id\":\"d0\",\"type\":\"subsegment\",\"parent_id\":\"c0\",\"name\":\"n\",\"start_time\":1,\"end_time\":2}";

        var inferred = returned("{\"id\":\"f0\",\"name\":\"n\",\"start_time\":1,\"end_time\":2}", call, below)
                .getLast();

        assertThat(new JsonObject(inferred).getJsonObject("http")).isEqualTo(new JsonObject("{\"request\":{}}"));
        assertThat(new JsonObject(inferred).fieldNames()).doesNotContain("subsegments");
    }

    @Test
    void a_long_name_is_cut_like_in_x_ray_and_not_within_a_character() {
        var document = returned(
                "{\"id\":\"f0\",\"start_time\":1,\"name\" : \"" + "n".repeat(199) + "\\ud840\\udc00x\",\"y\":1.0}");

        assertThat(document)
                .containsExactly("{\"id\":\"f0\",\"start_time\":1,\"name\" : \"" + "n".repeat(199) + "\",\"y\":1.0}");
    }

    private static List<String> returned(String... documents) {
        var trace = Trace.assemble("t", List.of(documents), 1, 0);
        return TraceDocuments.of(trace).stream().map(TraceDocuments.Returned::text).toList();
    }

    private record Pair(String received, String expected) {}

    private static Pair tree(Random random, int depth) {
        return new Tree(random).entity(depth, true);
    }

    /** Generates the text that is sent together with the text that must be returned. */
    private record Tree(Random random) {

        Pair entity(int depth, boolean top) {
            var parts = new ArrayList<Pair>();
            members(random, hex(random), plain(random)).forEach(same -> parts.add(new Pair(same, same)));
            for (var place : List.of("\"type\":\"segment\"", "\"trace_id\": \"t\"", "\"parent_id\":\"x\"")) {
                if (random.nextInt(3) == 0) {
                    parts.add(new Pair(place, top ? place : null));
                }
            }
            if (random.nextBoolean()) {
                parts.add(http());
            }
            if (random.nextBoolean()) {
                parts.add(cause());
            }
            if (depth > 0 && random.nextBoolean()) {
                var children = random.ints(random.nextInt(3)).mapToObj(any -> entity(depth - 1, false)).toList();
                parts.add(new Pair("\"subsegments\":[" + joined(children, true) + " ]",
                        "\"subsegments\":[" + joined(children, false) + " ]"));
            }
            // removed members follow kept ones, because the preceding comma is removed with them
            return new Pair("{" + joined(parts, true) + "}",
                    "{" + parts.stream()
                            .map(Pair::expected)
                            .filter(part -> part != null)
                            .collect(Collectors.joining(","))
                            + "}");
        }

        private Pair http() {
            return new Pair(
                    "\"http\" : { \"request\":{\"traced\":true,\"url\" : \"u\",\"traced\":false}, \"response\":{}}",
                    "\"http\" : { \"request\":{\"url\" : \"u\"}, \"response\":{}}");
        }

        private Pair cause() {
            return new Pair(
                    "\"cause\":{\"exceptions\":[{\"id\":\"e\",\"stack\": [ ]},{\"stack\":[]},{\"stack\":[{}]}],\"n\":1.50}",
                    "\"cause\":{\"exceptions\":[{\"id\":\"e\"},{},{\"stack\":[{}]}],\"n\":1.50}");
        }

        private static String joined(List<Pair> pairs, boolean received) {
            return pairs.stream()
                    .map(pair -> received ? pair.received() : pair.expected())
                    .collect(Collectors.joining(","));
        }
    }

    private static String hex(Random random) {
        return "%016x".formatted(random.nextLong());
    }

    private static List<String> plain(Random random) {
        return random.ints(random.nextInt(6), 0, NAMES.length)
                .mapToObj(name -> "\"" + NAMES[name] + "\"" + blank(random) + ":" + blank(random)
                        + VALUES[random.nextInt(VALUES.length)])
                .toList();
    }

    private static List<String> members(Random random, String id, List<String> more) {
        var members = new ArrayList<>(List.of("\"id\":\"" + id + "\"", "\"name\":" + blank(random) + "\"n\"",
                "\"start_time\":1.7900000000001e9", "\"end_time\":1790000002.25000"));
        members.addAll(more);
        return members;
    }

    private static String entity(Random random, String id, String before, List<String> more) {
        return "{" + before + String.join(blank(random) + "," + blank(random), members(random, id, more))
                + blank(random)
                + "}";
    }

    private static List<String> shuffled(Random random, List<String> members, String... more) {
        var all = new ArrayList<>(members);
        for (var each : more) {
            all.add(random.nextInt(all.size() + 1), each);
        }
        return all;
    }

    private static String blank(Random random) {
        return BLANKS[random.nextInt(BLANKS.length)];
    }

    @Test
    void the_generated_texts_are_json() {
        var random = new Random(1);
        for (int run = 0; run < 100; run++) {
            var pair = tree(random, 3);
            assertThat(new JsonArray("[" + pair.received() + "," + pair.expected() + "]")).hasSize(2);
        }
    }
}
