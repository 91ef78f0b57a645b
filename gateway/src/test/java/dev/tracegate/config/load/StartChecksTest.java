package dev.tracegate.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.cli.Invocation;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code check-config} and the start of the gateway refuse the same files with the same messages. */
class StartChecksTest {
    private static final String ROLE = "must be a role's ARN, such as arn:aws:iam::111122223333:role/xray-gateway, was ";
    private static final String ACCESS = "Tenant a must have roleArn, taskRole or credentials: own in AWS mode; "
            + "a tenant uses the gateway's own credentials only if configured so";

    private TestEnvironment environment;

    @BeforeEach
    void environment(@TempDir Path folder) {
        environment = new TestEnvironment(folder).file("short", "0123456789abcde\n")
                .file("token", "0123456789abcdef" + "\n".repeat(8192 - 16))
                .file("long", "0123456789abcdef" + "\n".repeat(8193 - 16));
    }

    private Invocation check(String text) {
        return environment.file("own.yaml", text).start("check-config", "own.yaml");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "sink: aws\\naws: {roleArn: nobody}|aws.roleArn (line 2): " + ROLE + "nobody",
            "sink: aws\\naws:\\n  region: mars-1|aws.region (line 3): must be a Region's name, such as eu-west-1, was mars-1",
            "sink: aws\\ntenants: [{id: a, ports: [1]}]|" + ACCESS,
            "sink: aws\\nlisten: {adminTokenFile: absent}|listen.adminTokenFile (line 2): cannot use absent: there is no such file; correct it, or configure another",
            "sink: embedded\\nlisten: {adminTokenFile: short}|listen.adminTokenFile (line 2): cannot use short: must contain a token of at least 16 characters, such as `openssl rand -hex 32` prints; correct it, or configure another",
            "sink: embedded\\nlisten: {adminTokenFile: /dev/zero}|listen.adminTokenFile (line 2): cannot use /dev/zero: is a device, not a regular file: write the content to a file; correct it, or configure another",
            "sink: embedded\\nlisten: {adminTokenFile: long}|listen.adminTokenFile (line 2): cannot use long: has more than 8192 bytes; correct it, or configure another",
            "sink: aws\\nspool: {enabled: true, keyFile: long}|spool.keyFile (line 2): cannot use long: has more than 1024 bytes; correct it, or configure another",
            "sink: aws\\nspool: {enabled: true, keyFile: .}|spool.keyFile (line 2): cannot use .: is a directory; correct it, or configure another",
            "sink: aws\\nspool: {enabled: true, keyFile: absent}|spool.keyFile (line 2): cannot use absent: there is no such file; correct it, or configure another",
            "sink: aws\\nprofile: sidecar\\nmemory:\\n  buffer: 60GiB|memory.buffer (line 4): 61440 MB need 76916 MB of memory, and this machine has 8000 MB; use less",
            "sink: aws\\nlisten: {udp: 127.0.0.1:1}\\nlisten: {tcp: 127.0.0.1:2}|listen (line 3): is already set in line 2",
            "tenants: [{id: a, ports: [1], limits: {weight: 1}, limits: {queueBytes: 1MiB}}]|tenants[0].limits (line 1): is already set in line 1",
            "tenants: [{id: a, ports: [1], region:, region: eu-west-1}]|tenants[0].region (line 1): is already set in line 1",
            "sink: [|The settings file is not usable: line 2: expected the node content, but found '<stream end>'",
            "- sink|The settings file is not usable: line 1: it must have keys, such as sink or listen"})
    void an_invalid_file_is_refused_by_both_with_path_and_line(String text, String problem) {
        environment.systemFile("/proc/meminfo", "MemTotal: 8192000 kB\n");
        var file = text.replace("\\n", "\n") + "\n";

        assertThat(check(file)).isEqualTo(new Invocation.Print(problem + "\n", 2));
        assertThat(environment.problems("-c", "own.yaml")).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"sink: embedded\\ntenants: [{id: a, ports: [1]}]|",
            "sink: embedded\\naws: {roleArn: nobody, region: mars-1}|",
            "sink: aws\\naws: {region: local, endpoint: 'http://localhost:4566'}|",
            "sink: aws\\naws: {roleArn: '', region: ''}|",
            "sink: aws\\nlisten: {adminTokenFile: token}\\nspool: {enabled: false, keyFile: absent}|"})
    void a_valid_file_is_accepted_by_both(String text) {
        var file = text.replace("\\n", "\n") + "\n";

        assertThat(check(file)).isEqualTo(new Invocation.Print("own.yaml: ok (Tracegate's own)\n", 0));
        environment.run("-c", "own.yaml");
    }

    @Test
    void without_a_decided_mode_the_problems_of_aws_mode_are_reported_too() {
        assertThat(check("tenants: [{id: a, ports: [1]}]\naws: {region: mars-1}\n")).isEqualTo(new Invocation.Print("""
                aws.region (line 2): must be a Region's name, such as eu-west-1, was mars-1
                %s; or set sink: embedded
                """.formatted(ACCESS), 2));
    }

    @Test
    void the_region_of_the_environment_applies_if_the_file_has_none() {
        environment.with("AWS_REGION", "mars-1");

        assertThat(check("sink: aws\n")).isEqualTo(
                new Invocation.Print("AWS_REGION: must be a Region's name, such as eu-west-1, was mars-1\n", 2));
        assertThat(check("sink: aws\naws: {region: eu-west-1}\n"))
                .isEqualTo(new Invocation.Print("own.yaml: ok (Tracegate's own)\n", 0));
    }

    @Test
    void a_duplicate_key_in_the_file_of_the_daemon_is_a_warning_because_the_daemon_accepts_it() {
        assertThat(environment.file("cfg.yaml", "Version: 2\nConcurrency: 1\nConcurrency: 2\n")
                .start("check-config", "cfg.yaml"))
                .isEqualTo(new Invocation.Print("""
                        cfg.yaml: ok (the X-Ray daemon's cfg.yaml)
                        Warning: Concurrency is set more than once in the file; the last value is used
                        """, 0));
    }

    @Test
    void a_folder_is_refused_and_the_null_device_is_an_empty_file() {
        assertThat(environment.start("check-config", "."))
                .isEqualTo(new Invocation.Print(".: cannot be read: is a directory\n", 2));
        assertThat(environment.start("check-config", "/dev/null"))
                .isEqualTo(new Invocation.Print("/dev/null: ok (Tracegate's own)\n", 0));
        environment.run("-c", "/dev/null");
    }
}
