package dev.tracegate.config.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tracegate.cli.Invocation;
import dev.tracegate.config.load.TestEnvironment;
import dev.tracegate.tenant.Cidr;
import dev.tracegate.tenant.Limits;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantCredentials;
import dev.tracegate.tenant.TenantId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantsFileTest {
    private TestEnvironment environment;

    @BeforeEach
    void environment(@TempDir Path folder) {
        environment = new TestEnvironment(folder);
    }

    @Test
    void entries_become_tenants() {
        var settings = environment.file("own.yaml", """
                tenants:
                  - id: orders
                    sources: [10.0.1.0/24, "fd00::/64"]
                    ports: [2003, 2001]
                    limits: {segmentsPerSecond: 500, bytesPerSecond: 1MiB, queueBytes: 4MiB, weight: 2}
                    spool: false
                    keepRate: 0.25
                  - id: Carts.v2
                    sources: [10.0.2.7]
                    limits:
                """).settings("-c", "own.yaml");

        assertThat(settings.tenants()).containsExactly(
                new Tenant(new TenantId("orders"), new Limits(500, 1 << 20, 4 << 20, 2),
                        List.of(Cidr.parse("10.0.1.0/24").orElseThrow(), Cidr.parse("fd00::/64").orElseThrow()),
                        List.of(2001, 2003), List.of(), TenantCredentials.UNDECLARED, null, false, 0.25),
                new Tenant(new TenantId("Carts.v2"), Limits.NONE, List.of(Cidr.parse("10.0.2.7/32").orElseThrow()),
                        List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenants:", "tenants: []", "sink: aws"})
    void without_entries_there_are_no_tenants(String text) {
        assertThat(environment.file("own.yaml", text).settings("-c", "own.yaml").tenants()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
            "tenants: 5|tenants (line 1): must be a list of tenants",
            "tenants: {id: a}|tenants (line 1): must be a list of tenants",
            "tenants: [a]|tenants[0] (line 1): must have keys of its own, such as id",
            "tenants: [{ports: [1]}]|tenants[0] (line 1): must have an id",
            "tenants: [{id: , ports: [1]}]|tenants[0] (line 1): must have an id",
            "tenants: [{id: a}]|tenants[0] (line 1): must have match, sources or ports, otherwise no sender belongs to this tenant",
            "tenants: [{id: a, sources: []}]|tenants[0] (line 1): must have match, sources or ports, otherwise no sender belongs to this tenant",
            "tenants: [{id: default, ports: [1]}]|tenants[0].id (line 1): must be 1 to 63 letters, digits and ., _, -, not default and not unattributed, was default",
            "tenants: [{id: 'a b', ports: [1]}]|tenants[0].id (line 1): must be 1 to 63 letters, digits and ., _, -, not default and not unattributed, was \"a b\"",
            "tenants: [{id: [a], ports: [1]}]|tenants[0].id (line 1): must be one value",
            "tenants: [{id: a, id: b, ports: [1]}]|tenants[0].id (line 1): is already set in line 1",
            "tenants: [{id: a, ports: 2001}]|tenants[0].ports (line 1): must be a list",
            "tenants: [{id: a, ports: [1, 0]}]|tenants[0].ports[1] (line 1): must be 1 to 65535, was 0",
            "tenants: [{id: a, ports: [[1]]}]|tenants[0].ports[0] (line 1): must be one value",
            "tenants: [{id: a, ports: [1, 1]}]|tenants[0].ports[1] (line 1): 1 is already used in line 1",
            "tenants: [{id: a, ports: [2000]}]|Port 2000 of tenant a is also the port of listen.udp, 127.0.0.1:2000",
            "tenants: [{id: a, sources: [10.0.1.1/24]}]|tenants[0].sources[0] (line 1): must be an address or a whole network, such as 10.0.1.0/24 or fd00::/64, was 10.0.1.1/24",
            "tenants: [{id: a, sources: ['::1', '0::1/128']}]|tenants[0].sources[1] (line 1): 0:0:0:0:0:0:0:1/128 is already used in line 1",
            "tenants: [{id: a, ports: [1], limits: {weight: x}}]|tenants[0].limits.weight (line 1): must be 1 to 100, was x",
            "tenants: [{id: a, ports: [1], limits: {wieght: 1}}]|tenants[0].limits.wieght (line 1): is not a setting of a tenant; did you mean limits.weight?",
            "tenants: [{id: a, ports: [1], limits: 5}]|tenants[0].limits (line 1): must have keys of its own, such as segmentsPerSecond",
            "tenants: [{id: a, ports: [1], limits.weight: 5}]|tenants[0].limits.weight (line 1): must be written as a section that contains the key",
            "tenants: [{id: a, port: [1], sources: ['::1']}]|tenants[0].port (line 1): is not a setting of a tenant; did you mean ports?",
            "tenants: [{id: a, ports: [1], spool: 1}]|tenants[0].spool (line 1): must be true or false, was 1",
            "tenants: [{id: a, ports: [1], keepRate: 1.5}]|tenants[0].keepRate (line 1): must be 0, or 0.000001 to 1, was 1.5",
            "tenant: []|tenant (line 1): is not a setting; did you mean tenants?"})
    void a_problem_has_its_path_and_line(String text, String problem) {
        var print = new Invocation.Print(problem + "\n", 2);

        assertThat(environment.file("own.yaml", text).start("check-config", "own.yaml")).isEqualTo(print);
    }

    @Test
    void all_problems_are_reported_at_once() {
        var problems = environment.file("own.yaml", """
                listen: {udp: "[::1]:2002"}
                tenants:
                  - id: orders
                    ports: [2001, 70000]
                    limits:
                      weight: 0
                      bytesPerSecond: 1023B
                  - id: orders
                    sources: [10.0.0.0/8, localhost]
                    ports: [2001, 2002]
                  - sources:
                      - 10.0.0.0/8
                tenants: []
                """).problems("-c", "own.yaml");

        assertThat(problems).containsExactly("tenants[0].ports[1] (line 4): must be 1 to 65535, was 70000",
                "tenants[0].limits.weight (line 6): must be 1 to 100, was 0",
                "tenants[0].limits.bytesPerSecond (line 7): must be a size of 1KiB to 1GiB, such as 64KiB or 16MB, was 1023B",
                "tenants[1].id (line 8): orders is already used in line 3",
                "tenants[1].sources[1] (line 9): must be an address or a whole network, such as 10.0.1.0/24 or fd00::/64, was localhost",
                "tenants[1].ports[0] (line 10): 2001 is already used in line 4",
                "tenants[2].sources[0] (line 12): 10.0.0.0/8 is already used in line 9",
                "tenants[2] (line 11): must have an id", "tenants (line 13): is already set in line 2",
                "Port 2002 of tenant orders is also the port of listen.udp, [::1]:2002");
    }

    @Test
    void a_port_that_a_flag_assigns_to_all_tenants_is_a_problem() {
        environment.file("own.yaml", "tenants: [{id: a, ports: [3000]}]\n");

        assertThat(environment.problems("-c", "own.yaml", "-b", "0.0.0.0:3000"))
                .containsExactly("Port 3000 of tenant a is also the port of listen.udp, 0.0.0.0:3000");
    }

    @ParameterizedTest
    @CsvSource({"1,1KiB,64KiB,1", "1000000,1GiB,64GiB,100"})
    void the_bounds_of_the_file_are_valid_limits(String segments, String bytes, String queue,
            String weight) {
        var text = "tenants: [{id: a, ports: [1], limits: {segmentsPerSecond: %s, bytesPerSecond: %s, queueBytes: %s, weight: %s}}]"
                .formatted(segments, bytes, queue, weight);

        assertThatCode(() -> environment.file("own.yaml", text).settings("-c", "own.yaml")).doesNotThrowAnyException();
    }
}
