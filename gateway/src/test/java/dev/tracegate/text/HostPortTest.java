package dev.tracegate.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
    @ParameterizedTest
    @CsvSource({"127.0.0.1:2000, 127.0.0.1, 2000", "[::1]:0, ::1, 0", "localhost:65535, localhost, 65535"})
    void a_parsed_text_is_written_the_same(String text, String host, int port) {
        var parsed = HostPort.parse(text).orElseThrow();

        assertThat(parsed).isEqualTo(new HostPort(host, port)).hasToString(text);
    }

    @Test
    void a_text_without_a_host_stands_for_every_address() {
        assertThat(HostPort.parse(":2000")).contains(new HostPort("0.0.0.0", 2_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "localhost:", "localhost:65536", "localhost:123456", "::1:2000", "[]:1",
            "a b:1", "localhost:-1", "localhost:x", "[::1]2000"})
    void other_texts_are_no_address(String text) {
        assertThat(HostPort.parse(text)).isEmpty();
    }

    @Test
    void a_socket_address_is_written_with_its_literal() {
        var ipv6 = new InetSocketAddress(InetAddress.ofLiteral("fd00::7"), 40_000);

        assertThat(HostPort.of(ipv6)).hasToString("[fd00:0:0:0:0:0:0:7]:40000");
    }
}
