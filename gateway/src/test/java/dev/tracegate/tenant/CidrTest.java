package dev.tracegate.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

    @ParameterizedTest
    @CsvSource({"10.0.1.0/24,10.0.1.0/24", "0.0.0.0/0,0.0.0.0/0", "10.0.1.5,10.0.1.5/32", "10.0.1.4/31,10.0.1.4/31",
            "fd00::/64,fd00:0:0:0:0:0:0:0/64", "::1,0:0:0:0:0:0:0:1/128", "::/0,0:0:0:0:0:0:0:0/0",
            "FD00:0::/9,fd00:0:0:0:0:0:0:0/9"})
    void networks_and_single_addresses_are_read(String text, String canonical) {
        assertThat(Cidr.parse(text)).hasToString("Optional[" + canonical + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "10.0.1.0/", "/24", "10.0.1.0/33", "10.0.1.0/-1", "10.0.1.0/024x", "10.0.1.5/24",
            "10.0.1", "256.0.0.1", "10.0.1.0/24 ", "fd00::/129", "fd00::1/64", "fe80::1%eth0", "[::1]", ":", "1::2::3",
            "::ffff:10.0.0.0/104", "::ffff:10.0.0.1", "localhost", "localhost/8", "10.0.1.0/9999999999"})
    void invalid_networks_are_refused(String text) {
        assertThat(Cidr.parse(text)).isEmpty();
    }

    @Test
    void a_network_with_host_bits_is_refused() throws UnknownHostException {
        var inside = InetAddress.getByAddress(new byte[]{10, 0, 1, 5});

        assertThatThrownBy(() -> new Cidr(inside, 24)).hasMessage("10.0.1.5 has bits after its prefix of 24 bits");
        assertThat(Cidr.around(inside, 24)).hasToString("10.0.1.0/24");
    }

    @Test
    void the_network_around_an_address_keeps_only_the_prefix_bits() throws UnknownHostException {
        var random = new Random(4);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(bytes);
            int bits = bytes.length * 8;
            int prefix = random.nextInt(bits + 1);

            var network = Cidr.around(InetAddress.getByAddress(bytes), prefix).network();

            var expected = new BigInteger(1, bytes).shiftRight(bits - prefix).shiftLeft(bits - prefix);
            assertThat(new BigInteger(1, network.getAddress())).isEqualTo(expected);
            assertThat(network.getAddress()).hasSameSizeAs(bytes);
        }
    }
}
