package dev.tracegate.admin.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 127.0.0.1", "127.9.9.9, 127.9.9.9", "::1, 0:0:0:0:0:0:0:1",
            "0:0:0:0:0:0:0:1, 0:0:0:0:0:0:0:1",
            "::ffff:127.0.0.1, 127.0.0.1", "127.1, 127.0.0.1", "localhost, 127.0.0.1", "LocalHost, 127.0.0.1"})
    void accepts_loopback_addresses_and_localhost(String host, String address) {
        assertThat(Loopback.address(host)).contains(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "169.254.170.2", "::ffff:10.0.0.1", "fe80::1", "example.com",
            "localhost.example.com", "127.0.0.1.example.com", "0x7f.1", "", " 127.0.0.1"})
    void refuses_every_other_address_and_name(String host) {
        assertThat(Loopback.address(host)).isEmpty();
    }
}
