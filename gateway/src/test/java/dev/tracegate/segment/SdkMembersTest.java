package dev.tracegate.segment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdkMembersTest {
    private final EnvelopeScan scan = new EnvelopeScan();
    private final SdkMembers members = new SdkMembers();

    private void read(String document) {
        byte[] bytes = (" " + document).getBytes(UTF_8);
        scan.scan(bytes, 1, bytes.length);
        scan.readSdk(members);
    }

    private void readXRay(String xray) {
        read("{\"name\":\"a\",\"aws\":{\"xray\":" + xray + "},\"id\":\"70de5b6f19ff9a0a\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"rule_name":"orders","sdk":"X-Ray for Java","sdk_version":"2.20.0"}                  | orders | X-Ray for Java    | 2.20.0
            {"auto_instrumentation":false,"sdk":"X-Ray for Node.js","sdk_version":"3.12.0",\
            "package":"aws-xray-sdk","rule_name":"orders"}                                        | orders | X-Ray for Node.js | 3.12.0
            {"sdk":"X-Ray for Python","sdk_version":"2.15.0","sampling_rule_name":"orders"}       | orders | X-Ray for Python  | 2.15.0
            {"sdk_version":"1.8.5","sdk":"X-Ray for Go","sampling_rule_name":"a \\u0026 b"}       | a & b  | X-Ray for Go      | 1.8.5
            {"sampling_rule_name":"first","rule_name":"last"}                                     | last   |                   |
            {"sdk":"X-Ray for Java"}                                                              |        | X-Ray for Java    |
            """)
    void reads_what_each_sdk_writes(String xray, String rule, String sdk, String version) {
        readXRay(xray);

        assertThat(members.rule()).isEqualTo(rule);
        assertThat(members.sdk()).isEqualTo(sdk);
        assertThat(members.version()).isEqualTo(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null", "7", "[]", "\"rule_name\"", "{\"rule_name\":7}", "{\"rule_name\":null}",
            "{\"rule_name\":\"\"}", "{\"rule_name\":{\"rule_name\":\"inner\"}}", "[{\"rule_name\":\"inner\"}]",
            "{\"x\":{\"rule_name\":\"inner\"}}", "{\"Rule_name\":\"a\",\"rule_nam\":\"a\",\"rule_name_\":\"a\"}"})
    void anything_odd_is_unknown(String xray) {
        readXRay(xray);

        assertThat(members.rule()).isNull();
        assertThat(members.sdk()).isNull();
        assertThat(members.version()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"aws\":7}", "{\"aws\":{}}", "{\"aws\":[{\"xray\":{\"rule_name\":\"a\"}}]}", "{}", "x",
            "",
            "{\"xray\":{\"rule_name\":\"a\"}}", "{\"rule_name\":\"a\"}", "{\"aws\":{\"xray\":{\"rule_name\":\"a\"}}",
            "{\"subsegments\":[{\"aws\":{\"xray\":{\"rule_name\":\"a\"}}}]}",
            "{\"aws\":{\"xray\":{\"rule_name\":\"a\"}},\"aws\":{}}"})
    void a_document_without_the_members_has_none_of_the_one_before(String document) {
        readXRay("{\"rule_name\":\"before\",\"sdk\":\"before\",\"sdk_version\":\"1\"}");

        read(document);

        assertThat(members.rule()).isNull();
        assertThat(members.sdk()).isNull();
        assertThat(members.version()).isNull();
    }

    @Test
    void a_name_beyond_the_bound_is_unknown() {
        readXRay("{\"rule_name\":\"" + "a".repeat(TextCache.MOST_BYTES) + "\"}");
        assertThat(members.rule()).hasSize(TextCache.MOST_BYTES);

        readXRay("{\"rule_name\":\"" + "a".repeat(TextCache.MOST_BYTES + 1) + "\"}");
        assertThat(members.rule()).isNull();
    }

    @Test
    void many_names_are_read_right_though_they_take_each_others_places() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 2_000; i++) {
                readXRay("{\"rule_name\":\"rule-" + i + "\"}");
                assertThat(members.rule()).isEqualTo("rule-" + i);
            }
        }
    }

    /** Cuts and changes bytes of a document: the reading ends, and an unreadable document has no members. */
    @Test
    void never_fails_on_changed_bytes() {
        var document = "{\"aws\":{\"xray\":{\"rule_name\":\"a\",\"sdk\":\"b\\u0041\"},\"ec2\":{}},\"id\":\"70de5b6f19ff9a0a\"}";
        var random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = document.substring(0, 1 + random.nextInt(document.length())).getBytes(UTF_8);
            for (int n = random.nextInt(3); n > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            boolean readable = scan.scan(bytes, 0, bytes.length);
            scan.readSdk(members);
            assertThat(readable || members.rule() == null).isTrue();
        }
    }

    @Test
    void a_root_is_a_finished_segment_without_a_parent() {
        assertThat(isRoot("")).isTrue();
        assertThat(isRoot(",\"parent_id\":\"53995c3f42cd8ad8\"")).isFalse();
        assertThat(isRoot(",\"type\":\"subsegment\"")).isFalse();
        assertThat(isRoot(",\"in_progress\":true")).isFalse();
        scan.scan(new byte[]{'x'}, 0, 1);
        assertThat(scan.isRoot()).isFalse();
    }

    private boolean isRoot(String more) {
        read("{\"id\":\"70de5b6f19ff9a0a\"" + more + "}");
        return scan.isRoot();
    }

    @Test
    void a_text_that_was_read_before_allocates_nothing() {
        byte[] bytes = "{\"aws\":{\"xray\":{\"rule_name\":\"orders\",\"sdk\":\"X-Ray for Java\",\"sdk_version\":\"2.20.0\"}}}"
                .getBytes(UTF_8);
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = thread.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                scan.scan(bytes, 0, bytes.length);
                scan.readSdk(members);
            }
            least = Math.min(least, thread.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isLessThan(1_000); // less than a byte a document: the counter itself allocates
    }
}
