package dev.tracegate.segment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The header lines that the X-Ray daemon accepts and rejects. */
class HeaderTest {
    private final Header header = new Header();

    @ParameterizedTest
    @ValueSource(strings = {
            // headers of SDKs
            "{\"format\":\"json\",\"version\":1}", "{\"format\": \"json\", \"version\": 1}",
            // any case, order, white space, more keys
            "{\"format\":\"JSON\",\"version\":1}", "{\"FORMAT\":\"json\",\"Version\":1}",
            "{\"version\":1,\"format\":\"json\"}",
            "  {\"format\" : \"json\" ,\t\"version\" : 1 }  ", "{\"format\":\"json\",\"version\":1}\r",
            "{\"format\":\"json\",\"version\":1,\"more\":{\"a\":[1,2,{}]},\"x\":null}",
            // escape sequences are decoded
            "{\"f\\u006frmat\":\"j\\u0073on\",\"version\":1}",
            // a value that Go cannot store keeps the previous one
            "{\"format\":\"json\",\"version\":1,\"version\":\"2\"}",
            "{\"format\":\"json\",\"version\":1,\"version\":null}",
            "{\"format\":\"json\",\"version\":2,\"version\":1}"})
    void accepts_the_same_lines_as_the_daemon(String line) {
        assertThat(accepts(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{}", "[]", "null", "{\"format\":\"json\"}", "{\"version\":1}",
            "{\"format\":\"json\",\"version\":2}", "{\"format\":\"json\",\"version\":\"1\"}",
            "{\"format\":\"json\",\"version\":1.0}", "{\"format\":\"json\",\"version\":1e0}",
            "{\"format\":\"json\",\"version\":-1}", "{\"format\":\"json\",\"version\":true}",
            "{\"format\":\"xml\",\"version\":1}", "{\"format\":[\"json\"],\"version\":1}",
            "{\"format\":\"json\",\"version\":99999999999999999999}",
            // not JSON at all
            "{\"format\":\"json\",\"version\":1", "{\"format\":\"json\",\"version\":1}}",
            "{\"format\":\"json\",\"version\":1,}",
            "{'format':'json','version':1}", "{format:\"json\",version:1}", "{\"format\":\"json\",\"version\":01}",
            "{\"format\":\"json\" \"version\":1}", "[{\"format\":\"json\",\"version\":1}]", "\u0000"})
    void rejects_the_same_lines_as_the_daemon(String line) {
        assertThat(accepts(line)).isFalse();
    }

    private boolean accepts(String line) {
        byte[] bytes = ("__" + line + "\nrest").getBytes(UTF_8);
        return header.accepts(bytes, 2, bytes.length - 5);
    }
}
