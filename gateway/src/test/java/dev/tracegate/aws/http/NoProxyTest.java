package dev.tracegate.aws.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoProxyTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            amazonaws.com            | xray.us-west-2.amazonaws.com | 443  | true
            .amazonaws.com           | xray.us-west-2.amazonaws.com | 443  | true
            *.amazonaws.com          | xray.us-west-2.amazonaws.com | 443  | true
            .AmazonAWS.com           | XRAY.us-west-2.amazonaws.com | 443  | true
            amazonaws.com            | amazonaws.com                | 443  | true
            .amazonaws.com           | amazonaws.com                | 443  | true
            amazonaws.com            | notamazonaws.com             | 443  | false
            aws                      | amazonaws                    | 443  | false
            *                        | anything.example             | 80   | true
            a.example, b.example     | b.example                    | 80   | true
            a.example b.example      | b.example                    | 80   | true
            a.example:443            | a.example                    | 443  | true
            a.example:443            | a.example                    | 8443 | false
            10.0.0.1                 | 10.0.0.1                     | 80   | true
            10.0.0.1                 | 10.0.0.10                    | 80   | false
            10.0.0.1:80              | 10.0.0.1                     | 80   | true
            10.0.0.1:80              | 10.0.0.1                     | 81   | false
            10.0.0.0/8               | 10.200.3.4                   | 80   | true
            10.0.0.0/8               | 11.0.0.1                     | 80   | false
            192.168.4.0/22           | 192.168.7.255                | 80   | true
            192.168.4.0/22           | 192.168.8.0                  | 80   | false
            0.0.0.0/0                | 8.8.8.8                      | 80   | true
            10.0.0.0/8               | ten.example                  | 80   | false
            fd00::/8                 | fd00:ec2::254                | 80   | true
            fd00::/8                 | fe80::1                      | 80   | false
            fd00::/8                 | 253.0.0.1                    | 80   | false
            2001:db8::1              | 2001:DB8:0:0:0:0:0:1         | 80   | true
            [2001:db8::1]            | 2001:db8::1                  | 80   | true
            [2001:db8::1]:443        | 2001:db8::1                  | 443  | true
            [2001:db8::1]:443        | 2001:db8::1                  | 80   | false
            10.0.0.0/99              | 10.0.0.1                     | 80   | false
            10.0.0.0/x               | 10.0.0.1                     | 80   | false
            not/a/block              | not                          | 80   | false
            ,,                       | a.example                    | 80   | false
            """)
    void exempts_the_hosts_that_an_entry_matches(String value, String host, int port, boolean exempt) {
        assertThat(NoProxy.of(value).exempts(host, port)).isEqualTo(exempt);
    }
}
