package dev.tracegate.sampling.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.sampling.quota.SamplingReport;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAgentTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            Botocore/1.42.0 md/Botocore#1.42.0 ua/2.0 os/linux lang/python#3.12 | XRAY_PYTHON | 1.42.0
            aws-sdk-go/1.55.5 (go1.24.0; linux; amd64)                          | XRAY_GO     | 1.55.5
            Java/25.0.1                                                         | JAVA        | 25.0.1
            Go-http-client/1.1                                                  | OTEL_GO     | 1.1
            python-requests/2.32.5                                              | OTEL_PYTHON | 2.32.5
            curl/8.5.0                                                          | OTHER       | 8.5.0
            Mozilla                                                             | OTHER       | ''
            a/<script>                                                          | OTHER       | ''
            ''                                                                  | NO_AGENT    | ''
            none                                                                | NO_AGENT    | ''
            """)
    void names_the_family_and_its_version(String userAgent, SdkFamily family, String version) {
        assertThat(ClientAgent.of(userAgent)).isEqualTo(new ClientAgent(family, version));
    }

    @Test
    void keeps_a_bounded_part_of_the_text() {
        assertThat(ClientAgent.of("x/" + "1".repeat(1_000_000)).version()).hasSize(ClientAgent.MOST_CHARS);
    }

    /** 7 sampled and 3 borrowed; OpenTelemetry for Java has the 3 among the 7. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            XRAY_PYTHON | none              | true  | 10
            XRAY_GO     | none              | true  | 10
            JAVA        | X-Ray for Java    | true  | 10
            JAVA        | none              | false | 7
            JAVA        | X-Ray for Python  | false | 7
            OTEL_GO     | X-Ray for Go      | false | 10
            OTEL_PYTHON | X-Ray for Python  | false | 10
            NO_AGENT    | X-Ray for Node.js | true  | 10
            NO_AGENT    | none              | false | 10
            OTHER       | any               | true  | 10
            OTHER       | none              | false | 10
            """)
    void counts_what_each_sdk_recorded(SdkFamily family, String rootSdk, boolean namesRules, long recorded) {
        boolean names = family.namesRules(rootSdk == null ? List.of() : List.of(rootSdk));

        assertThat(names).isEqualTo(namesRules);
        assertThat(family.recorded(new SamplingReport("r", "c", 50, 7, 3), names)).isEqualTo(recorded);
    }
}
