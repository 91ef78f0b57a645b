package dev.tracegate.config.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.config.Settings;
import dev.tracegate.config.Settings.Mode;
import dev.tracegate.config.load.TestEnvironment;
import dev.tracegate.text.HostPort;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DaemonFileTest {
    private static final String MIGRATE = " Use X-Ray Daemon Config Migration Script to update the config file."
            + " Please refer to AWS X-Ray Documentation for more information.";
    private static final String REFER = " Please refer to AWS X-Ray Documentation for more information.";

    private TestEnvironment environment;

    @BeforeEach
    void environment(@TempDir Path folder) {
        environment = new TestEnvironment(folder);
    }

    @Test
    void every_key_becomes_a_setting() {
        var settings = environment.file("x.yaml", """
                TotalBufferSizeMB: 24
                Concurrency: 3
                Region: "eu-west-1"
                Endpoint: https://xray.example
                Socket:
                  UDPAddress: "0.0.0.0:2001"
                  TCPAddress: ":2002"
                Logging:
                  LogRotation: false
                  LogLevel: "warn"
                  LogPath: "/var/log/xray.log"
                LocalMode: true
                ResourceARN: "arn:a"
                RoleARN: "arn:aws:iam::111122223333:role/r"
                NoVerifySSL: true
                ProxyAddress: "http://proxy:3128"
                proxyserver:
                  idleconntimeout: 30
                Version: 2
                """).settings("-c", "x.yaml");

        assertThat(settings.memory().bufferBytes()).isEqualTo(24L * 1024 * 1024);
        assertThat(settings.upload().concurrency()).isEqualTo(3);
        assertThat(settings.aws())
                .isEqualTo(new Settings.Aws("eu-west-1", URI.create("https://xray.example"),
                        "arn:aws:iam::111122223333:role/r", "arn:a",
                        true, URI.create("http://proxy:3128"), false));
        assertThat(settings.listen().udp()).isEqualTo(new HostPort("0.0.0.0", 2001));
        assertThat(settings.listen().tcp()).isEqualTo(new HostPort("0.0.0.0", 2002));
        assertThat(settings.logging().rotate()).isFalse();
        assertThat(settings.logging().level()).isEqualTo("warn");
        assertThat(settings.logging().file()).isEqualTo(Path.of("/var/log/xray.log"));
        assertThat(settings.logging().batchLines()).isTrue();
    }

    @Test
    void the_default_file_of_the_daemon_changes_only_the_mode_and_the_concurrency() {
        var shipped = environment.file("shipped.yaml", """
                # Maximum buffer size in MB (minimum 3). Choose 0 to use 1% of host memory.
                TotalBufferSizeMB: 0
                Concurrency: 8
                Region: ""
                Endpoint: ""
                Socket:
                  UDPAddress: "127.0.0.1:2000"
                  TCPAddress: "127.0.0.1:2000"
                Logging:
                  LogRotation: true
                  LogLevel: "prod"
                  LogPath: ""
                LocalMode: false
                ResourceARN: ""
                RoleARN: ""
                NoVerifySSL: false
                ProxyAddress: ""
                Version: 2
                """).settings("-c", "shipped.yaml");
        var bare = environment.settings("--sink", "aws");

        assertThat(shipped.mode().value()).isEqualTo(Mode.AWS);
        assertThat(shipped.upload().concurrency()).isEqualTo(8);
        assertThat(shipped.upload().linger()).isEqualTo(bare.upload().linger());
        assertThat(shipped.upload().requestTimeout()).isEqualTo(bare.upload().requestTimeout());
        assertThat(shipped.aws()).isEqualTo(bare.aws());
        assertThat(shipped.listen()).isEqualTo(bare.listen());
        assertThat(shipped.memory()).isEqualTo(bare.memory());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Foo: 1|Foo flag is invalid.%R", "region: x|region flag is invalid.%R",
            "Socket: {Foo: 1}|Socket.Foo flag is invalid.%R", "Socket:|Socket flag is invalid.%R",
            "'Logging: {LogFormat: x}'|Logging.LogFormat flag is not supported any more.%R",
            "'Profile: {CPU: x}'|Profile.CPU flag is not supported any more.%R",
            "'Profile: {Memory: x}'|Profile.Memory flag is not supported any more.%R",
            "'Socket: {BufferSizeKB: 1}'|Socket.BufferSizeKB flag is not supported any more.%R",
            "'Processor: {BatchProcessorQueueSize: 1}'|Processor.BatchProcessorQueueSize flag is not supported any more.%R",
            "MemoryLimit: 5|MemoryLimit flag is not supported.%M",
            "LogRotation: true|LogRotation flag is not supported.%M",
            "'Processor: {Region: x}'|Processor.Region flag is not supported.%M",
            "'Processor: {Endpoint: x}'|Processor.Endpoint flag is not supported.%M",
            "'Processor: {Routine: 1}'|Processor.Routine flag is not supported.%M",
            "'Socket: x'|Socket flag is invalid.%R"})
    void an_unknown_key_in_a_configured_file_is_refused_with_the_message_of_the_daemon(String line, String message) {
        environment.file("x.yaml", "Version: 2\n" + line + "\n");

        assertThat(environment.problems("-c", "x.yaml")).contains(message.replace("%R", REFER).replace("%M", MIGRATE));
        assertThat(environment.refused("-c", "x.yaml").exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Version: 3", "Version: 0", "Version:", "{Version: -1}"})
    void another_version_is_refused_with_the_message_of_the_daemon(String text) {
        assertThat(environment.file("x.yaml", text).problems("-c", "x.yaml"))
                .containsExactly("Config Version Setting is not correct." + MIGRATE);
    }

    @Test
    void a_missing_version_is_refused_with_the_message_of_the_daemon() {
        assertThat(environment.file("x.yaml", "Region: x\nFoo: 1\n").problems("-c", "x.yaml"))
                .containsExactly("Config Version is missing." + MIGRATE, "Foo flag is invalid." + REFER);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
            "Concurrency: many|line 2: cannot unmarshal !!str `many` into int",
            "Concurrency: \"5\"|line 2: cannot unmarshal !!str `5` into int",
            "Concurrency: a_long_text|line 2: cannot unmarshal !!str `a_long_...` into int",
            "Concurrency: true|line 2: cannot unmarshal !!bool `true` into int",
            "LocalMode: 1|line 2: cannot unmarshal !!int `1` into bool",
            "LocalMode: 1.5|line 2: cannot unmarshal !!float `1.5` into bool",
            "LocalMode: perhaps|line 2: cannot unmarshal !!str `perhaps` into bool",
            "Region: [a]|line 2: cannot unmarshal !!seq into string",
            "Region: {a: b}|line 2: cannot unmarshal !!map into string"})
    void a_value_of_the_wrong_type_is_refused_with_the_message_of_the_daemon(String line, String message) {
        assertThat(environment.file("x.yaml", "Version: 2\n" + line + "\n").problems("-c", "x.yaml"))
                .contains("Error occur when using config flag: yaml: unmarshal errors:", "  " + message);
    }

    @ParameterizedTest
    @CsvSource({"yes,true", "Y,true", "on,true", "TRUE,true", "no,false", "n,false", "Off,false", "False,false"})
    void booleans_are_parsed_like_in_the_yaml_of_the_daemon(String text, boolean value) {
        assertThat(
                environment.file("x.yaml", "Version: 2\nLocalMode: " + text).settings("-c", "x.yaml").aws().localMode())
                .isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"0x10,16", "5.9,5", "1e1,10", "017,15", "0,64"})
    void numbers_are_parsed_like_in_the_yaml_of_the_daemon(String number, int value) {
        assertThat(environment.file("x.yaml", "Version: 1\nConcurrency: " + number)
                .settings("-c", "x.yaml")
                .upload()
                .concurrency())
                .isEqualTo(value);
    }

    @Test
    void the_last_of_two_equal_keys_applies_and_an_empty_value_means_unset() {
        var settings = environment
                .file("x.yaml", "Version: 2\nRegion: eu-a-1\nRegion: eu-b-1\nConcurrency:\nRoleARN: r\nRoleARN: ~\n")
                .settings("-c", "x.yaml");

        assertThat(settings.aws().region()).isEqualTo("eu-b-1");
        assertThat(settings.upload().concurrency()).isEqualTo(64);
        assertThat(settings.aws().roleArn()).isNull();
    }

    @Test
    void invalid_values_that_the_daemon_accepts_are_refused_with_their_line() {
        environment.file("x.yaml",
                "Version: 2\nConcurrency: -1\nTotalBufferSizeMB: 2\nEndpoint: xray\nSocket:\n  UDPAddress: 2000\n");

        assertThat(environment.problems("-c", "x.yaml")).containsExactlyInAnyOrder(
                "Concurrency (line 2): must be 1 to 512, was -1",
                "Not enough Buffers Memory Allocated. Min Buffers Memory required: 3 MB.",
                "Endpoint (line 4): must be a URL that begins with http:// or https://",
                "Socket.UDPAddress (line 6): must be host:port, such as 127.0.0.1:2000 or [::1]:2000, was 2000");
    }

    @Test
    void an_unreadable_file_is_refused_with_the_message_of_the_daemon(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("work/folder"));
        environment = new TestEnvironment(folder).file("list.yaml", "- a\n").file("cut.yaml", "Version: [1\n");

        assertThat(environment.problems("-c", "/nowhere/x.yaml"))
                .containsExactly("Error occur when using config flag: open /nowhere/x.yaml: no such file or directory");
        assertThat(environment.problems("-c", "folder"))
                .containsExactly("Error occur when using config flag: read folder: is a directory");
        assertThat(environment.problems("-c", "list.yaml")).containsExactly(
                "The settings file is not usable: line 1: it must have keys, such as sink or listen");
        assertThat(environment.problems("-c", "cut.yaml")).singleElement()
                .asString()
                .startsWith("Error occur when using config flag: yaml: line 2: ");
    }

    @Test
    void a_file_is_found_in_the_folders_of_the_daemon_with_the_system_folder_first() {
        environment.file("cfg.yaml", "Version: 2\nRegion: eu-local-1\n");
        assertThat(environment.settings().aws().region()).isEqualTo("eu-local-1");
        assertThat(environment.settings().mode().reason()).isEqualTo("the X-Ray daemon's ./cfg.yaml was read");

        environment.systemFile("/etc/amazon/xray/cfg.yaml", "Version: 2\nRegion: eu-system-1\n");
        assertThat(environment.settings().aws().region()).isEqualTo("eu-system-1");
        assertThat(environment.run().notes().lines())
                .contains("Settings read from /etc/amazon/xray/cfg.yaml, the X-Ray daemon's cfg.yaml");
    }

    @Test
    void an_unknown_key_in_a_discovered_file_causes_a_warning() {
        var run = environment.file("cfg.yaml", "Version: 2\nFoo: 1\nRegion: eu-x-1\n").run();

        assertThat(run.settings().aws().region()).isEqualTo("eu-x-1");
        assertThat(run.notes().warnings()).containsExactly("Foo flag is invalid." + REFER + " It is ignored.");
    }

    @Test
    void an_invalid_discovered_file_is_refused_unless_another_file_is_configured() {
        environment.file("cfg.yaml", "Version: 9\n").file("good.yaml", "Version: 2\nRegion: eu-x-1\n");

        assertThat(environment.problems()).containsExactly("Config Version Setting is not correct." + MIGRATE,
                "These problems are in ./cfg.yaml, a default location of the X-Ray daemon; -c selects another file");
        assertThat(environment.settings("-c", "good.yaml").aws().region()).isEqualTo("eu-x-1");
        assertThat(environment.with("TRACEGATE_CONFIG", "good.yaml").settings().aws().region()).isEqualTo("eu-x-1");
    }

    @Test
    void an_unknown_log_level_selects_the_default_with_a_warning() {
        var run = environment.file("x.yaml", "Version: 2\nLogging:\n  LogLevel: loud\n").run("-c", "x.yaml");

        assertThat(run.settings().logging().level()).isEqualTo("prod");
        assertThat(run.notes().warnings()).singleElement()
                .asString()
                .startsWith("Logging.LogLevel (line 3): must be dev, debug");
    }
}
