package dev.tracegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.cli.Invocation.Health;
import dev.tracegate.cli.Invocation.Print;
import dev.tracegate.cli.Invocation.Refused;
import dev.tracegate.config.Settings;
import dev.tracegate.config.Settings.Mode;
import dev.tracegate.config.Settings.Profile;
import dev.tracegate.config.load.TestEnvironment;
import dev.tracegate.files.EffectiveUser;
import dev.tracegate.text.HostPort;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private TestEnvironment environment;

    @BeforeEach
    void environment(@TempDir Path folder) {
        environment = new TestEnvironment(folder);
    }

    @Test
    void without_arguments_it_runs_the_embedded_x_ray_on_loopback() {
        var settings = environment.settings();

        assertThat(settings.mode().value()).isEqualTo(Mode.EMBEDDED);
        assertThat(settings.profile().value()).isEqualTo(Profile.EMBEDDED);
        assertThat(settings.listen())
                .isEqualTo(new Settings.Listen(new HostPort("127.0.0.1", 2000), new HostPort("127.0.0.1", 2000),
                        new HostPort("127.0.0.1", 2080), temporary("tracegate-2080.port"), null,
                        temporary("tracegate-127.0.0.1-2000.lock"), false));
        assertThat(settings.upload())
                .isEqualTo(new Settings.Upload(50, 512 * 1024, Duration.ofSeconds(1), 64, Duration.ofSeconds(10)));
        assertThat(settings.aws()).isEqualTo(new Settings.Aws(null, null, null, "", false, null, true));
        assertThat(settings.logging().batchLines()).isFalse();
        assertThat(settings.drain()).isEqualTo(new Settings.Drain(Duration.ofSeconds(20), Duration.ofSeconds(2)));
    }

    private static Path temporary(String name) {
        return Path.of("/tmp/tracegate-" + EffectiveUser.id(), name);
    }

    @Test
    void kubernetes_service_variables_cause_one_warning() {
        var links = List.of("TRACEGATE_PORT", "TRACEGATE_SERVICE_HOST", "TRACEGATE_SERVICE_PORT",
                "TRACEGATE_SERVICE_PORT_SAMPLING", "TRACEGATE_PORT_2000_TCP", "TRACEGATE_PORT_2000_UDP_ADDR",
                "TRACEGATE_PORT_53_SCTP_PROTO", "TRACEGATE_LISTEN_ADMIN_PORT", "TRACEGATE_EU_WEST_1_SERVICE_HOST");
        links.forEach(name -> environment.with(name, "tcp://10.0.48.109:2000"));
        environment.with("TRACEGATE_PROTO", "x").with("TRACEGATE_LISTEN_UDP_PORT_2000", "x");

        var warnings = environment.run().notes().warnings();

        assertThat(warnings).hasSize(3)
                .first()
                .asString()
                .startsWith(
                        "TRACEGATE_EU_WEST_1_SERVICE_HOST: set by Kubernetes for a Service of that name; 9 such variables");
        assertThat(warnings).anyMatch(line -> line.startsWith("TRACEGATE_PROTO: is not a setting"))
                .anyMatch(line -> line.startsWith("TRACEGATE_LISTEN_UDP_PORT_2000: is not a setting"));
    }

    @Test
    void the_daemons_flags_become_settings() {
        var settings = environment.settings("-a", "arn:a", "-o", "-m", "16", "-n", "eu-west-1", "-b", "0.0.0.0:3000",
                "-t",
                "[::1]:3001", "-r",
                "arn:aws:iam::111122223333:role/r", "-f", "/var/log/x.log", "-l", "debug", "-p", "http://proxy:8080");

        assertThat(settings.aws())
                .isEqualTo(new Settings.Aws("eu-west-1", null, "arn:aws:iam::111122223333:role/r", "arn:a", true,
                        URI.create("http://proxy:8080"),
                        true));
        assertThat(settings.memory().bufferBytes()).isEqualTo(16L * 1024 * 1024);
        assertThat(settings.listen().udp()).isEqualTo(new HostPort("0.0.0.0", 3000));
        assertThat(settings.listen().tcp()).isEqualTo(new HostPort("::1", 3001)).hasToString("[::1]:3001");
        assertThat(settings.logging().file()).isEqualTo(Path.of("/var/log/x.log"));
        assertThat(settings.logging().level()).isEqualTo("debug");
        assertThat(settings.mode())
                .isEqualTo(new Settings.Choice<>(Mode.AWS, "started with the X-Ray daemon's flag -a"));
    }

    @Test
    void flags_beyond_the_daemons_become_settings_and_do_not_select_aws_mode() {
        var settings = environment.settings("--admin", "127.0.0.1:9090", "--log-format", "json", "--summary", "emf",
                "--profile", "sidecar");

        assertThat(settings.listen().admin()).isEqualTo(new HostPort("127.0.0.1", 9090));
        assertThat(settings.listen().runtimeFile()).isEqualTo(temporary("tracegate-9090.port"));
        assertThat(settings.logging().format()).isEqualTo(Settings.Logging.Format.JSON);
        assertThat(settings.logging().summary()).isEqualTo(Settings.Logging.Summary.EMF);
        assertThat(settings.mode().value()).isEqualTo(Mode.EMBEDDED);
        assertThat(settings.profile()).isEqualTo(new Settings.Choice<>(Profile.SIDECAR, "set by --profile"));
    }

    @Test
    void the_sink_setting_overrides_the_detected_mode() {
        assertThat(environment.settings("-o", "--sink", "embedded").mode())
                .isEqualTo(new Settings.Choice<>(Mode.EMBEDDED, "set by --sink"));
        assertThat(environment.with("TRACEGATE_SINK", "aws").settings().mode())
                .isEqualTo(new Settings.Choice<>(Mode.AWS, "set by TRACEGATE_SINK"));
    }

    @Test
    void flags_have_priority_over_the_environment_and_the_environment_over_the_file() {
        environment.file("own.yaml",
                "aws:\n  region: eu-file-1\n  roleArn: arn:aws:iam::111122223333:role/file\n  resourceArn: file-arn\n")
                .with("TRACEGATE_AWS_REGION", "eu-env-1")
                .with("TRACEGATE_AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/env");

        var aws = environment.settings("-c", "own.yaml", "-n", "eu-flag-1").aws();

        assertThat(aws.region()).isEqualTo("eu-flag-1");
        assertThat(aws.roleArn()).isEqualTo("arn:aws:iam::111122223333:role/env");
        assertThat(aws.resourceArn()).isEqualTo("file-arn");
    }

    @Test
    void an_empty_flag_resets_the_value_of_the_file_and_an_empty_variable_is_ignored() {
        environment.file("cfg.yaml",
                "Version: 2\nRegion: eu-file-1\nRoleARN: arn:aws:iam::111122223333:role/file\nProxyAddress: http://proxy:1\nTotalBufferSizeMB: 100\n")
                .with("TRACEGATE_AWS_REGION", "");

        var settings = environment.settings("-r", "", "-p", "", "-m", "0", "--profile", "sidecar");

        assertThat(settings.aws().region()).isEqualTo("eu-file-1");
        assertThat(settings.aws().roleArn()).isNull();
        assertThat(settings.aws().proxy()).isNull();
        assertThat(settings.memory().bufferBytes()).isEqualTo(8L * 1024 * 1024);
    }

    @ParameterizedTest
    @CsvSource({"0,8388608", "-5,8388608", "3,3145728", "65536,68719476736"})
    void memory_is_in_mb_and_zero_or_less_selects_the_default(String mb, long bytes) {
        assertThat(environment.settings("-m", mb, "--profile", "sidecar").memory().bufferBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void too_little_memory_is_refused_with_the_message_of_the_daemon(String mb) {
        assertThat(environment.refused("-m", mb))
                .isEqualTo(new Refused("Not enough Buffers Memory Allocated. Min Buffers Memory required: 3 MB.\n", "",
                        1));
    }

    @Test
    void too_much_memory_is_refused() {
        assertThat(environment.problems("-m", "65537")).containsExactly("-m: must be at most 65536 MB, was 65537");
    }

    @Test
    void all_problems_are_reported_at_once_with_their_origin() {
        environment.file("own.yaml", "upload:\n  batchSegments: 80\n").with("TRACEGATE_UPLOAD_LINGER", "soon");

        assertThat(environment.problems("-c", "own.yaml", "-b", "nowhere", "--sink", "moon", "-p", "http://me:secret@"))
                .containsExactlyInAnyOrder("upload.batchSegments (line 2): must be 1 to 50, was 80",
                        "TRACEGATE_UPLOAD_LINGER: must be a time of 0s to 1m, such as 500ms, 1s or 1h30m, was soon",
                        "-b: must be host:port, such as 127.0.0.1:2000 or [::1]:2000, was nowhere",
                        "--sink: must be aws or embedded, was moon",
                        "-p: must be a URL that begins with http:// or https://");
    }

    @Test
    void an_unknown_log_level_is_ignored_with_a_warning() {
        var run = environment.run("-l", "loud");

        assertThat(run.settings().logging().level()).isEqualTo("prod");
        assertThat(run.notes().warnings())
                .containsExactly("-l: must be dev, debug, info, warn, error or prod, was loud; it is ignored");
    }

    @Test
    void an_unknown_variable_with_our_prefix_causes_a_warning() {
        var run = environment.with("TRACEGATE_UPLOAD_LINGR", "1s").with("TRACEGATE_JAVA_OPTS", "-Xint").run();

        assertThat(run.notes().warnings())
                .containsExactly(
                        "TRACEGATE_UPLOAD_LINGR: is not a setting and is ignored; did you mean TRACEGATE_UPLOAD_LINGER?");
    }

    @ParameterizedTest
    @CsvSource({"xray,,true", "tracegate,-o,true", "tracegate,--admin=127.0.0.1:1,false", "tracegate,-l=debug,true",
            "tracegate,--summary=json,false"})
    void each_batch_is_logged_if_the_process_replaces_the_daemon(String name, String flag, boolean lines) {
        var settings = flag == null ? environment.startedAs(name).settings()
                : environment.startedAs(name).settings(flag);

        assertThat(settings.logging().batchLines()).isEqualTo(lines);
    }

    @ParameterizedTest
    @CsvSource({"debug,true", "dev,true", "info,false", "prod,false"})
    void each_batch_is_logged_at_levels_dev_and_debug(String level, boolean lines) {
        assertThat(environment.with("TRACEGATE_LOGGING_LEVEL", level).settings().logging().batchLines())
                .isEqualTo(lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-v", "--version", "version", "-o -v", "-v stray"})
    void the_version_is_printed(String line) {
        environment.file("cfg.yaml", "Version: 9");

        assertThat(environment.start(line.split(" ", -1))).isEqualTo(new Print("Tracegate version: 1.2.3\n", 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "--help", "help", "-o -h"})
    void help_is_printed(String line) {
        assertThat(environment.start(line.split(" ", -1))).isEqualTo(new Print(UsageText.TEXT, 0));
    }

    @Test
    void an_unknown_flag_is_refused_with_the_usage() {
        assertThat(environment.start("-z"))
                .isEqualTo(new Refused("flag provided but not defined: -z\n", UsageText.TEXT, 2));
    }

    @Test
    void a_stray_argument_is_refused_because_the_daemon_would_ignore_all_later_ones() {
        assertThat(environment.start("-o", "true", "-n", "eu-west-1")).isEqualTo(new Refused(
                "\"true\" is neither a flag nor a command; a switch takes its value with an equals sign, as in -o=true\n",
                UsageText.TEXT, 2));
    }

    @Test
    void check_config_reports_the_kind_of_a_valid_file() {
        environment.file("own.yaml", "sink: aws\n").file("daemons.yaml", "Version: 1\n");

        assertThat(environment.start("check-config", "own.yaml"))
                .isEqualTo(new Print("own.yaml: ok (Tracegate's own)\n", 0));
        assertThat(environment.start("check-config", "daemons.yaml"))
                .isEqualTo(new Print("daemons.yaml: ok (the X-Ray daemon's cfg.yaml)\n", 0));
    }

    @Test
    void check_config_lists_every_problem_of_a_file() {
        environment.file("bad.yaml", "upload:\n  batchSegments: 80\n  lingr: 1s\nlisten:\n  udp: nowhere\n");

        assertThat(environment.start("check-config", "bad.yaml")).isEqualTo(new Print("""
                upload.batchSegments (line 2): must be 1 to 50, was 80
                upload.lingr (line 3): is not a setting; did you mean upload.linger?
                listen.udp (line 5): must be host:port, such as 127.0.0.1:2000 or [::1]:2000, was nowhere
                """, 2));
        assertThat(environment.start("check-config", "none.yaml"))
                .isEqualTo(new Print("none.yaml: cannot be read: there is no such file\n",
                        2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"check-config", "check-config a b", "health --now", "health --ready x"})
    void a_command_with_wrong_arguments_is_refused(String line) {
        assertThat(environment.refused(line.split(" ", -1)).exitCode()).isEqualTo(2);
    }

    @Test
    void health_reads_the_runtime_file_of_the_gateway() {
        environment.with("TRACEGATE_RUNTIME_DIR", "/run/x");

        assertThat(environment.start("health")).isEqualTo(
                new Health(false, environment.settings().listen().runtimeFile(), new HostPort("127.0.0.1", 2080)));
        assertThat(environment.with("TRACEGATE_LISTEN_ADMIN", "[::1]:99").start("health", "--ready")).isEqualTo(
                new Health(true, environment.settings().listen().runtimeFile(), new HostPort("::1", 99)));
    }

    @Test
    void a_password_in_a_url_is_masked_in_the_text_of_the_settings() {
        var settings = environment.file("own.yaml", "aws:\n  endpoint: https://me:secret@x/\n")
                .settings("-c", "own.yaml", "-p", "http://u:secret@p:1");

        assertThat(settings.toString()).doesNotContain("secret").contains("http://***@p:1");
    }
}
