package dev.tracegate.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The comparison of keys that senders choose, on which hash tables rely. */
class SourceKeyTest {

    @Test
    void an_address_is_one_key_in_ipv4_mapped_form_and_with_every_zone() {
        assertThat(key("10.0.0.1", 7)).isEqualTo(key("::ffff:10.0.0.1", 7)).isNotEqualTo(key("10.0.0.1", 8));
        assertThat(key("fe80::1%1", 7)).isEqualTo(key("fe80::1", 7)).isNotEqualTo(key("fe80::2", 7));
        assertThat(SourceKey.of(InetAddress.ofLiteral("10.0.0.1"))).isEqualTo(key("10.0.0.1", 0));
    }

    static Stream<List<? extends Comparable<?>>> keys() {
        return Stream.of(
                List.of(key("10.0.0.1", 1), key("10.0.0.1", 2), key("10.0.0.2", 1), key("fe80::1", 1),
                        key("fe80:0:0:1::1", 1)),
                List.of(new TraceId(1, 1), new TraceId(1, 2), new TraceId(1, -1), new TraceId(2, 1),
                        new TraceId(-1, 0)));
    }

    /** If the order made two keys equal, a table would become slow; if it were not total, a table would lose keys. */
    @ParameterizedTest
    @MethodSource("keys")
    <K extends Comparable<K>> void keys_are_ordered_by_all_their_fields(List<K> ascending) {
        for (int i = 0; i < ascending.size(); i++) {
            for (int j = 0; j < ascending.size(); j++) {
                assertThat(Integer.signum(ascending.get(i).compareTo(ascending.get(j))))
                        .isEqualTo(Integer.signum(i - j));
            }
        }
    }

    private static SourceKey key(String address, int port) {
        return SourceKey.of(new InetSocketAddress(InetAddress.ofLiteral(address), port));
    }
}
