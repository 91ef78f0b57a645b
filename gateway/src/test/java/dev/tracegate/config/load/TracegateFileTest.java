package dev.tracegate.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.cli.Invocation;
import dev.tracegate.config.Settings;
import dev.tracegate.config.Settings.Identity.Source;
import dev.tracegate.config.Settings.Mode;
import dev.tracegate.config.schema.Key;
import dev.tracegate.config.schema.SettingsCatalog;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TracegateFileTest {
    private TestEnvironment environment;

    @BeforeEach
    void environment(@TempDir Path folder) {
        environment = new TestEnvironment(folder);
    }

    @Test
    void keys_become_settings() {
        var settings = environment.file("own.yaml", """
                sink: aws
                profile: sidecar
                listen: {udp: "[::1]:1", admin: 'localhost:3'}
                memory:
                  buffer: 16MB
                upload:
                  batchBytes: 64KiB
                  linger: 1m
                  requestTimeout: 1m30s
                embedded:
                  store: traces.db
                  retention: 7d
                logging:
                  batchLines: true
                  summary: json
                drain:
                """).settings("-c", "own.yaml");

        assertThat(settings.mode()).isEqualTo(new Settings.Choice<>(Mode.AWS, "set by sink (line 1)"));
        assertThat(settings.listen().udp()).hasToString("[::1]:1");
        assertThat(settings.memory().bufferBytes()).isEqualTo(16_000_000);
        assertThat(settings.upload().batchBytes()).isEqualTo(65_536);
        assertThat(settings.upload().linger()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.upload().requestTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(settings.embedded().store()).isEqualTo(Path.of("traces.db"));
        assertThat(settings.embedded().retention()).isEqualTo(Duration.ofDays(7));
        assertThat(settings.logging().batchLines()).isTrue();
        assertThat(settings.drain().deadline()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void tasks_in_host_mode_are_identified_only_if_configured() {
        environment.file("usual.yaml", "profile: host")
                .file("host.yaml", "profile: host\nidentity: {sources: 'introspection, host'}");

        assertThat(environment.settings("-c", "usual.yaml").identity().sources()).containsExactly(Source.INTROSPECTION,
                Source.PROC);
        assertThat(environment.settings("-c", "host.yaml").identity().sources()).containsExactly(Source.INTROSPECTION,
                Source.HOST);
    }

    @Test
    void the_sources_sidecar_and_host_exclude_each_other() {
        environment.file("both.yaml", "identity: {sources: 'sidecar, host'}");

        assertThat(environment.problems("-c", "both.yaml")).singleElement().asString().startsWith("identity.sources: ");
    }

    @ParameterizedTest
    @CsvSource({"embedded, 2097152", "host, 2097152", "sidecar, 0"})
    void the_history_is_off_by_default_only_in_a_sidecar(String profile, long bytes) {
        environment.file("more.yaml", "history: {bytes: 1MiB}").file("none.yaml", "history: {bytes: 0B}");

        assertThat(environment.settings("--profile", profile).history().bytes()).isEqualTo(bytes);
        assertThat(environment.settings("--profile", profile, "-c", "more.yaml").history().bytes()).isEqualTo(1 << 20);
        assertThat(environment.settings("--profile", profile, "-c", "none.yaml").history().bytes()).isZero();
    }

    @Test
    void the_spool_is_on_for_a_host_in_aws_mode_and_where_configured() {
        environment.file("on.yaml", "spool: {enabled: true}\n")
                .file("placed.yaml", "spool: {folder: /x, maxBytes: 64MiB, maxAge: 1h, keep: second, keyFile: k}\n")
                .file("k", "0".repeat(64));

        assertThat(spool("--sink", "aws", "--profile", "host")).isEqualTo(
                new Settings.Spool(true, false, Path.of("/var/lib/tracegate/spool"), 1 << 30, Duration.ofDays(1),
                        Settings.Spool.Keep.PRESSURE,
                        null));
        assertThat(spool("--sink", "aws", "--profile", "sidecar").enabled()).isFalse();
        assertThat(spool("--sink", "embedded", "--profile", "host").enabled()).isFalse();
        assertThat(spool("--profile", "sidecar", "-c", "on.yaml"))
                .satisfies(spool -> assertThat(spool.enabled()).isTrue())
                .satisfies(spool -> assertThat(spool.explicit()).isTrue());
        assertThat(spool("--sink", "aws", "--profile", "host", "-c", "placed.yaml")).isEqualTo(
                new Settings.Spool(true, true, Path.of("/x"), 64 << 20, Duration.ofHours(1), Settings.Spool.Keep.SECOND,
                        Path.of("k")));
    }

    private Settings.Spool spool(String... arguments) {
        return environment.settings(arguments).spool();
    }

    @Test
    void naming_a_tracegate_file_does_not_select_aws_mode() {
        environment.file("own.yaml", "drain:\n  quiet: 1s\n").file("empty.yaml", "# nothing\n");

        assertThat(environment.settings("-c", "own.yaml").mode().value()).isEqualTo(Mode.EMBEDDED);
        assertThat(environment.settings("-c", "empty.yaml").mode().value()).isEqualTo(Mode.EMBEDDED);
        assertThat(environment.settings("-c", "own.yaml", "-o").mode().reason())
                .isEqualTo("started with the X-Ray daemon's flag -o");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
            "upload: {batchSegments: 0}|upload.batchSegments (line 1): must be 1 to 50, was 0",
            "upload: {batchSegments: 5.0}|upload.batchSegments (line 1): must be 1 to 50, was 5.0",
            "upload: {batchSegments: [1]}|upload.batchSegments (line 1): must be one value",
            "upload: {batchBytes: 16}|upload.batchBytes (line 1): must be a size of 1KiB to 64MiB, such as 64KiB or 16MB, was 16",
            "upload: {batchBytes: 99999999999999999999MB}|upload.batchBytes (line 1): must be a size of 1KiB to 64MiB, such as 64KiB or 16MB, was 99999999999999999999MB",
            "upload: {linger: 1s500}|upload.linger (line 1): must be a time of 0s to 1m, such as 500ms, 1s or 1h30m, was 1s500",
            "upload: {linger: ''}|upload.linger (line 1): must be a time of 0s to 1m, such as 500ms, 1s or 1h30m, was \"\"",
            "memory: {buffer: 2MB}|memory.buffer (line 1): must be a size of 3MB to 64GiB, such as 64KiB or 16MB, was 2MB",
            "history: {bytes: 63KiB}|history.bytes (line 1): must be 0B or a size of 64KiB to 256MiB, such as 64KiB or 16MB, was 63KiB",
            "history: {bytes: 0}|history.bytes (line 1): must be 0B or a size of 64KiB to 256MiB, such as 64KiB or 16MB, was 0",
            "aws: {localMode: yes}|aws.localMode (line 1): must be true or false, was yes",
            "logging: {level: loud}|logging.level (line 1): must be dev, debug, info, warn, error or prod, was loud",
            "listen: {udp: 127.0.0.1:65536}|listen.udp (line 1): must be host:port, such as 127.0.0.1:2000 or [::1]:2000, was 127.0.0.1:65536",
            "sampling: {keepRate: 1.5}|sampling.keepRate (line 1): must be 0, or 0.000001 to 1, was 1.5",
            "sampling: {keepRate: -0.1}|sampling.keepRate (line 1): must be 0, or 0.000001 to 1, was -0.1",
            "sampling: {keepRate: NaN}|sampling.keepRate (line 1): must be 0, or 0.000001 to 1, was NaN",
            "sampling: {keepRate: half}|sampling.keepRate (line 1): must be 0, or 0.000001 to 1, was half",
            "sampling: {keepRate: 10%}|sampling.keepRate (line 1): must be 0, or 0.000001 to 1, was 10%",
            "sampling: {keepRate: 1d}|sampling.keepRate (line 1): must be 0, or 0.000001 to 1, was 1d",
            "sampling: {keepRate: 1e-7}|sampling.keepRate (line 1): must be 0, or 0.000001 to 1, was 1e-7",
            "uploads: {}|uploads (line 1): is not a setting; did you mean upload?",
            "nothing-like-it: 1|nothing-like-it (line 1): is not a setting",
            "upload: 5|upload (line 1): must have keys of its own, such as upload.batchSegments",
            "upload.linger: 1s|upload.linger (line 1): must be written as a section that contains the key",
            "? [a]|\"?\" (line 1): is not a setting", "'': 1|\"\" (line 1): is not a setting"})
    void a_problem_has_its_path_and_line(String text, String problem) {
        assertThat(environment.file("own.yaml", text).start("check-config", "own.yaml"))
                .isEqualTo(new Invocation.Print(problem + "\n", 2));
    }

    @ParameterizedTest
    @CsvSource({"embedded,true", "host,true", "sidecar,false"})
    void sampling_clients_are_observed_by_default_but_not_in_a_sidecar(String profile, boolean observed) {
        assertThat(environment.settings("--profile", profile).sampling().clients()).isEqualTo(observed);
        environment.file("own.yaml", "sampling: {clients: " + !observed + "}");
        assertThat(environment.settings("--profile", profile, "-c", "own.yaml").sampling().clients())
                .isEqualTo(!observed);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "0.1,0.1", "1e-3,0.001", "1.,1", "0.000001,0.000001"})
    void a_keep_rate_is_a_decimal_number(String text, double rate) {
        environment.file("own.yaml", "sampling: {keepRate: " + text + "}");

        assertThat(environment.settings("-c", "own.yaml").sampling().keepRate()).isEqualTo(rate);
        assertThat(environment.settings().sampling().keepRate()).as("the default").isOne();
    }

    @Test
    void a_duplicate_key_is_a_problem() {
        assertThat(environment.file("own.yaml", "sink: aws\nlisten:\nsink: embedded\n").problems("-c", "own.yaml"))
                .containsExactly("sink (line 3): is already set in line 1");
    }

    @Test
    void oversized_recursive_or_typed_yaml_is_a_problem() {
        environment.file("large.yaml", "#".repeat(5_000_000))
                .file("tag.yaml", "sink: !!javax.script.ScriptEngineManager []\n")
                .file("bomb.yaml", "a: &a [x,x]\nb: &b [*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b]\n")
                .file("self.yaml", "upload: &u\n  linger: *u\n")
                .file("deep.yaml", "a: " + "[".repeat(5000));

        assertThat(environment.problems("-c", "large.yaml"))
                .containsExactly("The settings file is not usable: more than 4194304 bytes");
        assertThat(environment.problems("-c", "tag.yaml")).singleElement()
                .asString()
                .contains("line 1: Global tag is not allowed");
        assertThat(environment.problems("-c", "bomb.yaml")).singleElement().asString().contains("aliases");
        assertThat(environment.problems("-c", "self.yaml"))
                .containsExactly("upload.linger (line 2): must be one value");
        assertThat(environment.problems("-c", "deep.yaml")).singleElement()
                .asString()
                .startsWith("The settings file is not usable: ");
    }

    static Iterable<Key<?>> every_key_is_also_a_variable() {
        return SettingsCatalog.all();
    }

    @ParameterizedTest
    @MethodSource
    void every_key_is_also_a_variable(Key<?> key) {
        assertThat(key.variable()).isEqualTo(Words.upper(key.path())).matches("TRACEGATE(_[A-Z]+)+");

        environment.file("text", "a token of some length");
        var good = environment.with(key.variable(), Words.example(key)).run();

        assertThat(good.notes().warnings()).isEmpty();
        if (!key.kind().description().equals("text")) {
            assertThat(environment.with(key.variable(), "\u0000bad").problems()).singleElement()
                    .asString()
                    .startsWith(key.variable() + ": must be ");
        }
    }

    /** An independent derivation of the variable names, and an example value for each key. */
    private static final class Words {
        static String upper(String path) {
            var out = new StringBuilder("TRACEGATE_");
            path.chars().forEach(c -> {
                if (Character.isUpperCase(c)) {
                    out.append('_');
                }
                out.append(c == '.' ? '_' : (char) Character.toUpperCase(c));
            });
            return out.toString();
        }

        static String example(Key<?> key) {
            var standard = key.defaultText().replace("`", "");
            return key.defaultValue() != null && !standard.equals("none") ? standard : switch (key.path()) {
                case "sink" -> "aws";
                case "profile" -> "host";
                case "memory.buffer" -> "3MB";
                case "history.bytes" -> "0B";
                case "aws.endpoint", "aws.proxy" -> "http://x";
                case "logging.batchLines", "sampling.clients", "spool.enabled" -> "true";
                case "identity.sources" -> "introspection, proc";
                default -> "text";
            };
        }
    }
}
